package dev.keryx;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's clock and a timer thread that sleeps until something is due, and leaves when it has nothing to wait for. */
final class SystemTime implements TimeSource {
    private static final Logger LOG = LoggerFactory.getLogger(TimeSource.class);

    /** How long the thread stays without anything to wait for: whoever sets timer after timer is not to pay for threads. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** About 146 years: differences of moments further apart mean nothing. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();
    // Moments are compared by their distance from here, as the clock may wrap around.
    private final long origin = System.nanoTime();
    // Guarded by the lock.
    private final NavigableSet<Timer> timers = new TreeSet<>(
            Comparator.<Timer>comparingLong(timer -> timer.due - origin).thenComparingLong(timer -> timer.number));
    private long made;
    private @Nullable Thread thread;

    /** True from the moment it is run or taken back. */
    private static final class Timer extends AtomicBoolean {
        private static final long serialVersionUID = 1L;

        private final transient long due;
        private final transient long number;
        private final transient Runnable task;

        Timer(long due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        Duration bounded = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
        lock.lock();
        try {
            Timer timer = new Timer(nanos() + Math.max(0, bounded.toNanos()), made++, task);
            if (thread == null) {
                thread = begin();
            }
            timers.add(timer);
            if (timers.first() == timer) {
                sooner.signal();
            }
            return () -> forget(timer);
        } finally {
            lock.unlock();
        }
    }

    private Thread begin() {
        Thread fresh = new Thread(null, this::work, "keryx-timer", 0, false);
        fresh.setDaemon(true);
        fresh.start();
        return fresh;
    }

    private void forget(Timer timer) {
        if (timer.compareAndSet(false, true)) {
            lock.lock();
            try {
                timers.remove(timer);
                if (timers.isEmpty()) {
                    sooner.signal(); // else it would sleep on for what is no longer wanted
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void work() {
        for (Timer due = next(); due != null; due = next()) {
            if (due.compareAndSet(false, true)) {
                run(due.task);
            }
        }
    }

    /** Waits for what is due; null when nothing has been there for a while. */
    private @Nullable Timer next() {
        lock.lock();
        try {
            boolean lingered = false;
            while (!lingered || !timers.isEmpty()) {
                boolean idle = timers.isEmpty();
                long left = idle ? LINGER_NANOS : timers.first().due - nanos();
                if (left <= 0) {
                    return timers.pollFirst();
                }
                try {
                    lingered = sooner.awaitNanos(left) <= 0 && idle;
                } catch (InterruptedException strayed) {
                    LOG.debug("The timer was interrupted, which means nothing to it", strayed);
                }
            }
            thread = null;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.error("A timed task failed", failure);
        }
    }
}
