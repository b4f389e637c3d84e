package dev.keryx.adapter.websocket.netty;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deadlines of one length on one lane. What was set first is due first, so a list in the order of setting and a single timer
 * serve any number of wires; setting and cancelling cost no search. Confined to its lane.
 */
final class Deadlines {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    private final EventLoop loop;
    private final long lengthNanos;
    private @Nullable Deadline head;
    private @Nullable Deadline tail;
    private boolean armed;

    Deadlines(EventLoop loop, Duration length) {
        this.loop = loop;
        this.lengthNanos = nanos(length);
    }

    /** In nanoseconds; the longest that a timer can carry where it is longer. */
    static long nanos(Duration length) {
        Duration longest = Duration.ofDays(365);
        return (length.compareTo(longest) > 0 ? longest : length).toNanos();
    }

    /** Runs the task on the lane when the time is over, unless it is cancelled before. */
    Deadline set(Runnable expired) {
        Deadline last = tail;
        Deadline deadline = new Deadline(this, expired, now() + lengthNanos, last);
        if (last == null) {
            head = deadline;
        } else {
            last.next = deadline;
        }
        tail = deadline;
        if (!armed) {
            arm(lengthNanos);
        }
        return deadline;
    }

    private long now() {
        return loop.ticker().nanoTime();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the timer is never cancelled: it looks at what is due when it fires
    private void arm(long nanos) {
        armed = true;
        loop.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    /** While it runs it counts as armed: what an expired task sets comes after all that are on the list. */
    private void look() {
        for (Deadline first = head; first != null; first = head) {
            long left = first.due - now();
            if (left > 0) {
                arm(left);
                return;
            }
            first.cancel();
            run(first.expired);
        }
        armed = false;
    }

    private static void run(Runnable expired) {
        try {
            expired.run();
        } catch (Throwable failure) {
            LOG.error("A deadline's task failed", failure);
        }
    }

    /** One of them. */
    static final class Deadline {
        private final Deadlines owner;
        private final Runnable expired;
        private final long due;
        private @Nullable Deadline previous;
        private @Nullable Deadline next;
        private boolean listed = true;

        private Deadline(Deadlines owner, Runnable expired, long due, @Nullable Deadline previous) {
            this.owner = owner;
            this.expired = expired;
            this.due = due;
            this.previous = previous;
        }

        /** Takes it off the list, if it is still on it. */
        void cancel() {
            if (!listed) {
                return;
            }
            listed = false;
            Deadline before = previous;
            Deadline after = next;
            if (before == null) {
                owner.head = after;
            } else {
                before.next = after;
            }
            if (after == null) {
                owner.tail = before;
            } else {
                after.previous = before;
            }
            previous = null;
            next = null;
        }
    }
}
