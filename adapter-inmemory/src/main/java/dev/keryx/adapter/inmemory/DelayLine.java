package dev.keryx.adapter.inmemory;

import dev.keryx.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Holds frames back without changing their order: a frame waits at least for those before it. */
final class DelayLine {
    private record Held(long at, Runnable delivery) {}

    private final TimeSource clock;
    // Guarded by this; a timer runs as long as the line is not empty.
    private final Deque<Held> line = new ArrayDeque<>();

    DelayLine(TimeSource clock) {
        this.clock = clock;
    }

    /** Delivers after the delay; now, in the caller, where there is none and nothing is held. */
    void pass(Duration delay, Runnable delivery) {
        synchronized (this) {
            if (!delay.isZero() || !line.isEmpty()) {
                long at = clock.nanos() + delay.toNanos();
                Held last = line.peekLast();
                line.add(new Held(last == null ? at : Math.max(last.at, at), delivery));
                if (last == null) {
                    wake(delay);
                }
                return;
            }
        }
        delivery.run();
    }

    private void wake(Duration delay) {
        var unused = clock.after(delay, this::deliverDue);
    }

    private void deliverDue() {
        for (Held due = next(); due != null; due = next()) {
            due.delivery.run();
        }
    }

    private synchronized @Nullable Held next() {
        Held head = line.peek();
        if (head == null) {
            return null;
        }
        long left = head.at - clock.nanos();
        if (left > 0) {
            wake(Duration.ofNanos(left));
            return null;
        }
        return line.poll();
    }

    synchronized void clear() {
        line.clear();
    }
}
