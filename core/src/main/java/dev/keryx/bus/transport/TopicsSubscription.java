package dev.keryx.bus.transport;

import dev.keryx.DrainReport;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.SubscriptionStats;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import dev.keryx.threads.Promise;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A subscription to a changing set of topics: a seat for each, one delivery for all. */
final class TopicsSubscription implements TopicSubscription {
    private final BusContext bus;
    private final Subscriber subscriber;
    private final SubscriptionDrain drain;

    TopicsSubscription(BusContext bus, Registry registry, SubscribeOptions options, MessageHandler handler) {
        this.bus = bus;
        subscriber = new Subscriber(bus, registry, options, handler, this, false, null, cause -> {});
        drain = new SubscriptionDrain(bus, subscriber);
    }

    Subscriber subscriber() {
        return subscriber;
    }

    @Override
    public CompletableFuture<Void> add(Topic topic) {
        Permission.require(topic);
        TopicFilter filter = TopicFilter.exactly(topic);
        CompletableFuture<Void> mine = bus.completions().future();
        bus.control().run(() -> {
            Seat present = subscriber.seats().get(filter);
            if (present == null) {
                Promise<Void> ready = bus.promise();
                ready.into(mine);
                subscriber.sit(new Seat(filter, subscriber, true, ready));
            } else {
                present.ready().into(mine);
            }
        });
        return mine;
    }

    @Override
    public void remove(Topic topic) {
        Objects.requireNonNull(topic, "topic");
        bus.control().run(() -> subscriber.stand(TopicFilter.exactly(topic)));
    }

    @Override
    public Set<TopicFilter> filters() {
        return Set.copyOf(subscriber.seats().keySet());
    }

    @Override
    public SubscriptionState state() {
        if (subscriber.isClosed()) {
            return SubscriptionState.CLOSED;
        }
        SubscriptionState state = SubscriptionState.ACTIVE;
        for (Seat seat : subscriber.seats().values()) {
            if (seat.state() == SubscriptionState.SUSPENDED) {
                return SubscriptionState.SUSPENDED;
            }
            state = seat.state() == SubscriptionState.PENDING ? SubscriptionState.PENDING : state;
        }
        return state;
    }

    /** An empty one is ready, and every one begins empty. */
    @Override
    public CompletableFuture<Void> ready() {
        return bus.completions().done(null);
    }

    @Override
    public CompletableFuture<CloseCause> closed() {
        return subscriber.closed().future();
    }

    @Override
    public CompletableFuture<DrainReport> drain(Duration within) {
        return drain.within(within);
    }

    @Override
    public SubscriptionStats stats() {
        return subscriber.stats();
    }

    @Override
    public void close() {
        subscriber.close(CloseCause.ASKED);
    }

    @Override
    public String toString() {
        return "TopicSubscription[" + subscriber.name() + ", " + state() + "]";
    }
}
