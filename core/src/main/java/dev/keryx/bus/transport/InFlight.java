package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of one link that wait for the broker's answer, oldest first, and the timer that gives up on those for which
 * none comes: nothing answered on the whole link for a while, or the time of a publish is over.
 */
final class InFlight {
    /** One publish without an outcome, and its place in the list. */
    static final class Pending {
        final Topic topic;
        final Frame frame;
        final int size;
        final CompletableFuture<Void> future;
        final long asked;

        /** Guarded by the buffer: its place in its row; 0 where it never waits. */
        long number;

        /** Guarded by the buffer: what it was handed over. */
        @Nullable
        LinkSession over;

        /** Guarded by the buffer: why it came back, where it did. */
        @Nullable
        KeryxException refusal;

        private long sent;
        private @Nullable Pending before;
        private @Nullable Pending after;
        private boolean listed;

        Pending(Topic topic, Frame frame, CompletableFuture<Void> future, long asked) {
            this.topic = topic;
            this.frame = frame;
            this.size = frame.size();
            this.future = future;
            this.asked = asked;
            this.sent = asked;
        }

        /** It waited before it is sent; its whole time runs on. */
        Pending sentAt(long now) {
            sent = now;
            return this;
        }
    }

    /** Hears of publishes given up. */
    interface Abandoned {
        void abandon(Pending pending, KeryxException why);
    }

    private final BusContext bus;
    private final long replyNanos;
    private final long publishNanos;

    private volatile long lastAnswer;
    // Guarded by this.
    private @Nullable Pending first;
    private @Nullable Pending last;
    private boolean dead;
    private boolean timed;
    private @Nullable Registration timer;

    InFlight(BusContext bus) {
        this.bus = bus;
        this.replyNanos = bus.options().replyTimeout().toNanos();
        this.publishNanos = bus.options().publishTimeout().toNanos();
        this.lastAnswer = bus.clock().nanos();
    }

    /** The other side lives. */
    void answered() {
        lastAnswer = bus.clock().nanos();
    }

    /** Lists it; false where the link has ended in the meantime and nobody else will fail it. */
    boolean add(Pending pending, Abandoned abandoned) {
        boolean arm;
        synchronized (this) {
            if (dead) {
                return false;
            }
            pending.listed = true;
            pending.before = last;
            if (last == null) {
                first = pending;
            } else {
                last.after = pending;
            }
            last = pending;
            arm = !timed;
            timed = true;
        }
        if (arm) {
            watch(Math.max(1, timeLeft(pending, pending.sent)), abandoned);
        }
        return true;
    }

    /** Takes it off; false where somebody else did, who then answers for it. */
    synchronized boolean remove(Pending pending) {
        if (!pending.listed) {
            return false;
        }
        pending.listed = false;
        if (pending.before == null) {
            first = pending.after;
        } else {
            pending.before.after = pending.after;
        }
        if (pending.after == null) {
            last = pending.before;
        } else {
            pending.after.before = pending.before;
        }
        pending.before = null;
        pending.after = null;
        return true;
    }

    /** The link has ended, and with it the hope for answers. */
    void end(KeryxException why, Abandoned abandoned) {
        List<Pending> all = new ArrayList<>();
        Registration watch;
        synchronized (this) {
            dead = true;
            watch = timer;
            for (Pending next = first; next != null; next = first) {
                remove(next);
                all.add(next);
            }
        }
        if (watch != null) {
            watch.close();
        }
        all.forEach(pending -> abandoned.abandon(pending, why));
    }

    private void watch(long nanos, Abandoned abandoned) {
        Registration watch = bus.clock().after(Duration.ofNanos(nanos), () -> look(abandoned));
        synchronized (this) {
            timer = watch;
            if (!dead) {
                return;
            }
        }
        watch.close();
    }

    private void look(Abandoned abandoned) {
        long now = bus.clock().nanos();
        List<Pending> late = new ArrayList<>();
        long rest = 0;
        synchronized (this) {
            while (first != null && (rest = timeLeft(first, now)) <= 0) {
                late.add(first);
                remove(first);
            }
            timed = first != null;
        }
        late.forEach(pending -> abandoned.abandon(pending, unanswered(pending, now)));
        if (rest > 0) {
            watch(rest, abandoned);
        }
    }

    private long timeLeft(Pending pending, long now) {
        long quietSince = lastAnswer - pending.sent > 0 ? lastAnswer : pending.sent;
        return Math.min(pending.asked + publishNanos - now, quietSince + replyNanos - now);
    }

    private KeryxException unanswered(Pending pending, long now) {
        boolean quiet = pending.asked + publishNanos - now > 0;
        Duration waited = Duration.ofNanos(quiet ? replyNanos : publishNanos);
        return new KeryxException(
                ErrorCode.OUTCOME_UNKNOWN,
                "no answer to a publish to " + pending.topic + " within " + waited.toMillis() + " ms"
                        + (quiet ? ", nor to anything else on the link" : ""));
    }
}
