package dev.keryx.cluster;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that a test holds in its hand. One thread. */
final class ManualTime implements TimeSource {
    private record Task(long at, long number, Runnable run) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long nanos = 1_000;

    /** Whether closing a timer comes too late, as it may on real threads. */
    boolean closesTooLate;

    private long number;

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        Task timed = new Task(nanos + delay.toNanos(), number++, task);
        tasks.add(timed);
        return () -> {
            if (!closesTooLate) {
                tasks.remove(timed);
            }
        };
    }

    int pending() {
        return tasks.size();
    }

    void advance(Duration by) {
        long end = nanos + by.toNanos();
        for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
            tasks.remove(next);
            nanos = Math.max(nanos, next.at());
            next.run().run();
        }
        nanos = end;
    }
}
