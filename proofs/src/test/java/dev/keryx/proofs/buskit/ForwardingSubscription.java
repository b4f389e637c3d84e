package dev.keryx.proofs.buskit;

import dev.keryx.DrainReport;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.SubscriptionStats;
import dev.keryx.bus.TopicFilter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A subscription that leaves everything to another. */
class ForwardingSubscription implements Subscription {
    private final Subscription right;

    ForwardingSubscription(Subscription right) {
        this.right = right;
    }

    @Override
    public Set<TopicFilter> filters() {
        return right.filters();
    }

    @Override
    public SubscriptionState state() {
        return right.state();
    }

    @Override
    public CompletableFuture<Void> ready() {
        return right.ready();
    }

    @Override
    public CompletableFuture<CloseCause> closed() {
        return right.closed();
    }

    @Override
    public CompletableFuture<DrainReport> drain(Duration within) {
        return right.drain(within);
    }

    @Override
    public SubscriptionStats stats() {
        return right.stats();
    }

    @Override
    public void close() {
        right.close();
    }
}
