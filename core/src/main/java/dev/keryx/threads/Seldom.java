package dev.keryx.threads;

import dev.keryx.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Says yes at most once a minute: for log lines about what may come in thousands. Any thread. */
public final class Seldom {
    /** Often enough to be found, seldom enough to leave room for other lines. */
    public static final Duration PAUSE = Duration.ofMinutes(1);

    private static final long NEVER = Long.MIN_VALUE;

    private final TimeSource clock;
    private final AtomicLong last = new AtomicLong(NEVER);

    /**
     * Says yes the first time.
     *
     * @param clock by which the minute goes
     */
    public Seldom(TimeSource clock) {
        this.clock = clock;
    }

    /** {@return whether nobody was told yes within the last minute} */
    public boolean now() {
        long now = clock.nanos();
        long before = last.get();
        return (before == NEVER || now - before >= PAUSE.toNanos()) && last.compareAndSet(before, now);
    }
}
