package dev.keryx.adapter.redis;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.bus.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One server's time as the master. It is confirmed with every heartbeat by most of the sentinels; what is accepted without
 * such a confirmation within {@link #LEASE} does not count, because the subscribers may have left for another master. They in
 * turn report what others may still have published at the old one, once that has become impossible.
 */
final class Reign implements Surroundings {
    /** A few heartbeats, so that a sentinel may be slow or gone for a moment. */
    static final Duration LEASE = Duration.ofSeconds(5);

    /** For a sentinel that is believed for as long as it names nobody else. */
    static final Duration UNTIL_ANOTHER = Duration.ofNanos(Long.MAX_VALUE);

    /** More than clocks of different machines differ within a lease. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private final Sentinel.View first;
    private final Node master;
    private final Sentinels sentinels;
    private final TimeSource clock;
    private final Duration lease;

    /** When the question was asked whose answer was the last confirmation. */
    private final AtomicLong confirmed;

    private volatile @Nullable Registration report;

    /**
     * @param first by which it began
     * @param lease for how long a confirmation holds
     */
    Reign(Sentinel.View first, Sentinels sentinels, TimeSource clock, Duration lease) {
        this.first = first;
        this.master = first.master();
        this.lease = lease;
        this.sentinels = sentinels;
        this.clock = clock;
        this.confirmed = new AtomicLong(first.asked());
    }

    /** Where it began not long ago, others may still publish at the master before; that is reported when they cannot any more. */
    @Override
    public void begin(RedisLink link) {
        Duration rest = LEASE.plus(MARGIN).minus(first.since());
        if (!rest.isNegative()) {
            report = clock.after(rest, () -> link.missed("there was another master shortly before"));
        }
    }

    @Override
    public void look(RedisLink link) {
        CompletableFuture<Void> unused = sentinels.ask().handle((view, failure) -> {
            if (view == null) {
                endIfExpired(link);
            } else if (view.master().equals(master)) {
                confirmed.accumulateAndGet(view.asked(), (before, now) -> now - before > 0 ? now : before);
            } else {
                link.end(link.failures().left("the master is " + view.master() + " now"));
            }
            return null;
        });
        endIfExpired(link);
    }

    private void endIfExpired(RedisLink link) {
        if (isExpired()) {
            link.end(link.failures()
                    .left("no majority of the sentinels has confirmed it within " + lease.toMillis() + " ms"));
        }
    }

    private boolean isExpired() {
        return clock.nanos() - confirmed.get() > lease.toNanos();
    }

    @Override
    public CompletableFuture<Void> judge(Topic topic, CompletableFuture<Void> answer) {
        return answer.thenAccept(taken -> {
            if (isExpired()) {
                throw new KeryxException(
                        ErrorCode.OUTCOME_UNKNOWN,
                        "a publish to " + topic + " was taken by " + master + ", which may not be the master any more");
            }
        });
    }

    @Override
    public void end() {
        Registration later = report;
        if (later != null) {
            later.close();
        }
        sentinels.close();
    }
}
