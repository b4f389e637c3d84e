package dev.keryx.simulation;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is told to move. It begins at {@link #START}, at every run the same. Timers run one
 * after the other, in order of their time and then of their making, inside {@link #advance}, on the thread that calls it.
 *
 * <p>Safe on any thread, so that it can also serve a bus or gateway on real threads.
 */
public final class ManualClock implements TimeSource {
    /** An arbitrary moment, so that no test depends on the day it runs on. */
    public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private static final long SEED = 17;

    /** A task and the moment from which it may run, in nanoseconds since the start; {@code number} settles ties. */
    private record Timer(long due, long number, Runnable task) {}

    // All guarded by this.
    private final NavigableSet<Timer> timers =
            new TreeSet<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private final SplittableRandom random = new SplittableRandom(SEED);
    private long nanos;
    private long made;

    /** A clock at {@link #START}, with nothing to do. */
    public ManualClock() {}

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Registration after(Duration delay, Runnable task) {
        Timer timer = new Timer(nanos + Math.max(0, delay.toNanos()), made++, task);
        timers.add(timer);
        return () -> forget(timer);
    }

    @Override
    public synchronized Duration upTo(Duration bound) {
        return Duration.ofNanos(random.nextLong(bound.toNanos() + 1));
    }

    private synchronized void forget(Timer timer) {
        timers.remove(timer);
    }

    /**
     * Moves on and runs what falls due, each timer at its own moment, those too that others make on the way. What a timer
     * throws leaves this method, with the clock at that moment.
     *
     * @param by how far, zero for what is due already
     */
    public void advance(Duration by) {
        long target;
        synchronized (this) {
            target = nanos + by.toNanos();
        }
        advanceTo(target, () -> {});
    }

    /** As advance, with something to do after each timer; nanoseconds since the start. */
    void advanceTo(long target, Runnable afterEach) {
        for (Timer timer = next(target); timer != null; timer = next(target)) {
            timer.task().run();
            afterEach.run();
        }
        synchronized (this) {
            nanos = Math.max(nanos, target);
        }
    }

    private synchronized @Nullable Timer next(long target) {
        if (timers.isEmpty() || timers.first().due() > target) {
            return null;
        }
        Timer first = timers.pollFirst();
        nanos = Math.max(nanos, first.due());
        return first;
    }

    /** Runs one timer that is due already; false where there is none. */
    boolean runDue() {
        Timer timer = next(nanos());
        if (timer != null) {
            timer.task().run();
        }
        return timer != null;
    }

    /** When the next timer falls due, in nanoseconds since the start. */
    synchronized Optional<Long> nextDue() {
        return timers.isEmpty() ? Optional.empty() : Optional.of(timers.first().due());
    }

    /** {@return how many timers wait; none, when everything that was made with this clock has been closed} */
    public synchronized int waiting() {
        return timers.size();
    }
}
