package dev.keryx.proofs.gateway;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** A clock that moves when it is told to, or when a test lets work cost time. */
final class HandTime implements TimeSource {
    private record Timer(long due, long number, Runnable task) {}

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private final Random random = new Random(1);
    private long nanos = -5_000_000_000L;
    private long made;

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Duration upTo(Duration bound) {
        return Duration.ofNanos(random.nextLong(bound.toNanos() + 1));
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        Timer timer = new Timer(nanos + delay.toNanos(), made++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Work takes so long: no timer runs. */
    void spend(Duration cost) {
        nanos += cost.toNanos();
    }

    /** Moves to the next timer that is due by then and runs it. False: there is none, and the time is there. */
    boolean step(long until) {
        Timer next = timers.peek();
        if (next == null || next.due() > until) {
            nanos = Math.max(nanos, until);
            return false;
        }
        timers.remove();
        nanos = Math.max(nanos, next.due());
        next.task().run();
        return true;
    }
}
