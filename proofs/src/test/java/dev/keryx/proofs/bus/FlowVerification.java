package dev.keryx.proofs.bus;

import dev.keryx.adapter.inmemory.InMemoryBroker;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterMethod;

/** The flow view of a bus, as the kit of reactive streams wants to see it. Run by {@link FlowKitTest}. */
public class FlowVerification extends FlowPublisherVerification<Message> {
    private static final long ARRIVES_WITHIN_MILLIS = 5_000;
    private static final long NOTHING_COMES_WITHIN_MILLIS = 50;
    private static final int MOST = 10_000;
    private static final TopicFilter NUMBERS = TopicFilter.of("numbers");

    private final List<MessageBus> buses = new CopyOnWriteArrayList<>();

    public FlowVerification() {
        super(
                new TestEnvironment(ARRIVES_WITHIN_MILLIS, NOTHING_COMES_WITHIN_MILLIS, NOTHING_COMES_WITHIN_MILLIS),
                ARRIVES_WITHIN_MILLIS);
    }

    private MessageBus bus(InMemoryBroker broker) {
        MessageBus bus = broker.bus(BusOptions.DEFAULT);
        buses.add(bus);
        bus.start();
        return bus;
    }

    @AfterMethod
    public void closeBuses() {
        buses.forEach(bus -> bus.drain(Duration.ZERO));
        buses.forEach(MessageBus::close);
        buses.clear();
    }

    /**
     * Publishes that many when it is subscribed to, and ends the bus, which completes the subscriber. Where the kit asks for
     * more than it can mean, it gets a good number of them, and no end. Takes one subscriber, with whom it begins; that each
     * has a subscription of its own is for the contract to prove.
     */
    @Override
    public Flow.Publisher<Message> createFlowPublisher(long elements) {
        InMemoryBroker broker = new InMemoryBroker();
        MessageBus bus = bus(broker);
        Flow.Publisher<Message> view = bus.flow(NUMBERS, SubscribeOptions.DEFAULT.bufferMessages(MOST));
        AtomicBoolean begun = new AtomicBoolean();
        return subscriber -> {
            if (begun.getAndSet(true)) {
                throw new IllegalStateException("it has begun with another subscriber");
            }
            view.subscribe(subscriber);
            Eventually.equal("followers", 1, () -> broker.followers(NUMBERS));
            for (long i = 0; i < Math.min(elements, MOST); i++) {
                bus.publish("numbers", Long.toString(i));
            }
            if (elements <= MOST) {
                bus.drain(Eventually.limit());
            }
        };
    }

    @Override
    public Flow.Publisher<Message> createFailedFlowPublisher() {
        MessageBus bus = bus(new InMemoryBroker());
        bus.close();
        return bus.flow(NUMBERS, SubscribeOptions.DEFAULT);
    }
}
