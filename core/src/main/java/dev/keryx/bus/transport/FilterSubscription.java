package dev.keryx.bus.transport;

import dev.keryx.DrainReport;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.SubscriptionStats;
import dev.keryx.bus.TopicFilter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscription to one filter. */
final class FilterSubscription implements Subscription {
    private final Subscriber subscriber;
    private final Seat seat;
    private final SubscriptionDrain drain;

    FilterSubscription(
            BusContext bus, Registry registry, TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
        this(bus, registry, filter, options, handler, null, cause -> {});
    }

    /**
     * A subscription that takes no more than is wanted.
     *
     * @param demand null: everything is wanted
     * @param ended hears in control when nothing more is delivered
     */
    FilterSubscription(
            BusContext bus,
            Registry registry,
            TopicFilter filter,
            SubscribeOptions options,
            MessageHandler handler,
            @Nullable Demand demand,
            Consumer<CloseCause> ended) {
        subscriber = new Subscriber(bus, registry, options, handler, this, true, demand, ended);
        seat = new Seat(filter, subscriber, false, bus.promise());
        drain = new SubscriptionDrain(bus, subscriber);
    }

    Subscriber subscriber() {
        return subscriber;
    }

    Seat seat() {
        return seat;
    }

    @Override
    public Set<TopicFilter> filters() {
        return Set.of(seat.filter());
    }

    @Override
    public SubscriptionState state() {
        return subscriber.isClosed() ? SubscriptionState.CLOSED : seat.state();
    }

    @Override
    public CompletableFuture<Void> ready() {
        return seat.ready().future();
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
        return "Subscription[" + subscriber.name() + ", " + state() + "]";
    }
}
