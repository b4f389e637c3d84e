package dev.keryx.bus;

import dev.keryx.DrainReport;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One handler's interest in topics. Has its own bounded buffer and its own serial order; nothing another subscription does
 * touches it. All futures complete on the bus's callback executor.
 */
public interface Subscription extends AutoCloseable {
    /** {@return what it follows now; a snapshot} */
    Set<TopicFilter> filters();

    /** {@return where it is in its life} */
    SubscriptionState state();

    /**
     * Tells when the broker has confirmed it for the first time: whatever is published from then on arrives, or is
     * reported as a gap.
     *
     * @return fails {@code REJECTED} when the broker refuses it, {@code CLOSED} when it ends before
     */
    CompletableFuture<Void> ready();

    /** {@return completes when it has ended, with the reason; never fails} */
    CompletableFuture<CloseCause> closed();

    /**
     * Ends it, but first delivers what is buffered. At the deadline the running handler is interrupted and the rest
     * discarded.
     *
     * @param within from now to the deadline
     * @return completes within that time; the report adds up
     */
    CompletableFuture<DrainReport> drain(Duration within);

    /** {@return a snapshot; its counts are not taken at the very same moment} */
    SubscriptionStats stats();

    /**
     * Ends it now: what is buffered is discarded, and at most the one invocation already begun still runs. Never waits,
     * idempotent, legal inside the handler.
     */
    @Override
    void close();
}
