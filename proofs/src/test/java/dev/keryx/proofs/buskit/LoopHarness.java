package dev.keryx.proofs.buskit;

import dev.keryx.Registration;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.bus.BusHarness;
import java.util.concurrent.atomic.AtomicBoolean;

/** Enters suspects into the contract, with every knob there is but a way that a network could lie on. */
final class LoopHarness implements BusHarness {
    private static final int ENVELOPE_BYTES = 36;

    private final LoopWorld world = new LoopWorld("loop:1");
    private final Suspect suspect;

    LoopHarness(Suspect suspect) {
        this.suspect = suspect;
    }

    @Override
    public MessageBus bus(BusOptions options) {
        return suspect.bus(LoopTransport.into(world), options);
    }

    @Override
    public Unreachable unreachable(BusOptions options) {
        LoopWorld nowhere = new LoopWorld("nowhere:1");
        nowhere.outage();
        return new Unreachable(suspect.bus(LoopTransport.into(nowhere), options), "nowhere:1");
    }

    @Override
    public void publishForeign(Topic topic, byte[] bytes) {
        world.publish(topic, bytes);
    }

    @Override
    public int brokerSubscriptions(TopicFilter filter) {
        return world.subscriptions(filter);
    }

    @Override
    public Registration reject(TopicFilter filter) {
        return world.reject(filter);
    }

    @Override
    public Registration outage() {
        return world.outage();
    }

    @Override
    public Registration busy() {
        return world.refuse();
    }

    @Override
    public MessageBus bounded(int maxFrameBytes, BusOptions options) {
        return suspect.bus(new LoopTransport(world, new AtomicBoolean(true), false, maxFrameBytes), options);
    }

    @Override
    public Lent lent(BusOptions options) {
        AtomicBoolean clientOpen = new AtomicBoolean(true);
        return new Lent(
                suspect.bus(new LoopTransport(world, clientOpen, true, LoopWorld.MAX_FRAME_BYTES), options),
                clientOpen::get);
    }

    @Override
    public int maxPayloadBytes() {
        return LoopWorld.MAX_FRAME_BYTES - ENVELOPE_BYTES;
    }
}
