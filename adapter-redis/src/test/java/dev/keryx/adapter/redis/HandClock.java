package dev.keryx.adapter.redis;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that a test holds in its hand: timers run on the thread that lets the time pass. */
final class HandClock implements TimeSource {
    private record Timer(long at, Runnable task) {}

    /** Guarded by this, like the time. */
    private final List<Timer> timers = new ArrayList<>();

    private long nanos;

    @Override
    public synchronized Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Registration after(Duration delay, Runnable task) {
        Timer timer = new Timer(nanos + delay.toNanos(), task);
        timers.add(timer);
        return () -> forget(timer);
    }

    private synchronized void forget(Timer timer) {
        timers.remove(timer);
    }

    void advance(Duration by) {
        List<Timer> due;
        synchronized (this) {
            nanos += by.toNanos();
            due = timers.stream().filter(timer -> timer.at <= nanos).toList();
            timers.removeAll(due);
        }
        due.forEach(timer -> timer.task.run());
    }

    /** {@return how many timers run} */
    synchronized int pending() {
        return timers.size();
    }
}
