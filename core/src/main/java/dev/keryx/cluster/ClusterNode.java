package dev.keryx.cluster;

import dev.keryx.NodeId;
import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Capability;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.TopicSubscription;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.link.Relay;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts of one node of a cluster, put together, and its one subscription. */
final class ClusterNode {
    /** What may wait for the engine, which only queues; more than a burst of big frames, and little for a process. */
    static final long QUEUE_BYTES = 16L << 20;

    /** So much at the least does a frame take, payload or not: foreign ones may be empty. */
    private static final int LEAST_BYTES = 64;

    private final MessageBus bus;
    private final TopicScheme topics;
    private final Origin origin = new Origin();
    private final TimeSource clock;
    private final RelayReports reports;
    private final Roster roster = new Roster();
    private final Outbox outbox;
    private final Presence presence;

    /** What one start made; null before it and after the end. Under this object's lock. */
    private @Nullable Open open;

    /** Never null again once there was one: whoever follows before the start is remembered. */
    private final Followings followings;

    /** Told of late topics; nobody before the first start. */
    private volatile Receiver receiver = new Receiver(Receiver.NOBODY);

    private record Open(TopicSubscription subscription, Registration states, CompletableFuture<Void> confirmed) {}

    /** @param clients whether this node may have connections */
    ClusterNode(MessageBus bus, GatewayOptions options, boolean clients) {
        this.bus = bus;
        topics = new TopicScheme(options.cluster());
        clock = options.clock().orElseGet(TimeSource::system);
        reports = new RelayReports(options.observer(), clock);
        HoleMemory holes = new HoleMemory();
        outbox = new Outbox(bus, topics, origin, roster, holes, reports);
        presence = new Presence(topics, clock, bus::state, clients, outbox, roster, holes, reports);
        followings = new Followings(
                topics,
                clock,
                origin.node().tag(),
                () -> bus.state() == BusState.RUNNING,
                places -> receiver.missed(places, "subscribed late"));
    }

    NodeId id() {
        return origin.node();
    }

    TimeSource clock() {
        return clock;
    }

    Outbox outbox() {
        return outbox;
    }

    Presence presence() {
        return presence;
    }

    Roster roster() {
        return roster;
    }

    Followings followings() {
        return followings;
    }

    RelayReports reports() {
        return reports;
    }

    /**
     * Subscribes; before the bus's start that is only recorded.
     *
     * @return completes when this node hears what is said to it and to all
     */
    synchronized CompletableFuture<Void> open(Relay.Local local, Consumer<BusState> onState) {
        origin.begin();
        receiver = new Receiver(local);
        Inbox inbox = new Inbox(
                id(),
                topics,
                bus.capabilities().contains(Capability.HEADERS),
                clock,
                reports,
                presence,
                followings,
                receiver);
        SubscribeOptions options = SubscribeOptions.DEFAULT
                .named("keryx-relay")
                .bufferMessages((int) (QUEUE_BYTES / LEAST_BYTES))
                .bufferBytes(QUEUE_BYTES)
                .skip(inbox::isOwn)
                .onGap(inbox);
        TopicSubscription subscription = bus.subscribe(options, inbox);
        CompletableFuture<Void> confirmed = subscription
                .add(topics.control())
                .thenCombine(subscription.add(topics.node(id())), (control, own) -> null);
        open = new Open(subscription, bus.onState(onState), confirmed);
        followings.attach(subscription);
        return confirmed;
    }

    /** Ends the subscription; the bus stays open. Idempotent. */
    void close() {
        Open was;
        synchronized (this) {
            was = open;
            open = null;
        }
        if (was != null) {
            was.states().close();
            was.subscription().close();
            followings.detach();
        }
    }
}
