package dev.keryx.bus.transport;

import dev.keryx.Gap;
import dev.keryx.bus.Message;
import dev.keryx.bus.Overflow;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.SubscriptionStats;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscription's handler: a bounded queue of messages with the gaps between them.
 *
 * <p>While there is room, no gap to place and no bound in bytes, a producer takes no lock: it counts itself in and links its
 * entry. Everything else happens in the monitor, which is held for a few instructions and never while anything foreign is
 * called. A gap is not an entry: it hangs before the entry that follows it, so that neighbours merge and none is ever
 * dropped; when the entry is dropped, its gap moves to the next.
 */
final class Backlog {
    /** One message, and the hole before it. */
    private static final class Entry {
        @Nullable
        Message message;

        @Nullable
        Gap gap;

        volatile @Nullable Entry next;

        Entry(@Nullable Message message, @Nullable Gap gap) {
            this.message = message;
            this.gap = gap;
        }
    }

    /** What the consumer takes out, its own to reuse. */
    static final class Taken {
        @Nullable
        Message message;

        /** Stands before the message. */
        @Nullable
        Gap gap;
    }

    /** What became of a message. */
    enum Verdict {
        TAKEN,
        /** Another one was dropped for it, or itself; the first of an episode. */
        OVERFLOWED,
        /** One was dropped, and that is known already. */
        DROPPED,
        /** The subscription ends, by its policy. */
        CANCELLED,
        /** The subscription has ended before. */
        REFUSED
    }

    private final int maxMessages;
    private final long maxBytes;
    private final Overflow policy;

    // Messages that got in; producers count up.
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicReference<Entry> tail;
    // Written in the monitor, read by producers. Up to this count there is room in any case; beyond it, look closer.
    private volatile long roomUntil;
    private volatile boolean gapWaits;
    private volatile boolean ended;
    // The rest is guarded by this.
    private Entry head;
    private long taken;
    private final GapSlot first = new GapSlot();
    private final GapSlot last = new GapSlot();
    private long bytes;
    private long delivered;
    private long dropped;
    private long refused;
    private long discarded;
    private long failed;
    private boolean overflowing;
    private boolean over;
    private boolean out;

    Backlog(SubscribeOptions options) {
        maxMessages = options.bufferMessages();
        maxBytes = options.bufferBytes();
        policy = options.overflow();
        head = new Entry(null, null);
        tail = new AtomicReference<>(head);
        roomUntil = maxMessages;
    }

    /** Puts a message at the end; any thread. */
    Verdict offer(Message message) {
        if (ended) {
            return Verdict.REFUSED;
        }
        if (!gapWaits && maxBytes == Long.MAX_VALUE && countIn()) {
            link(new Entry(message, null));
            return Verdict.TAKEN;
        }
        return offerSlowly(message);
    }

    private boolean countIn() {
        long count = accepted.get();
        while (count < roomUntil) {
            if (accepted.compareAndSet(count, count + 1)) {
                return true;
            }
            count = accepted.get();
        }
        return false;
    }

    private void link(Entry entry) {
        Entry before = tail.getAndSet(entry);
        before.next = entry;
    }

    private synchronized Verdict offerSlowly(Message message) {
        if (ended) {
            return Verdict.REFUSED;
        }
        Verdict verdict = Verdict.TAKEN;
        if (isFull(message)) {
            verdict = overflowing ? Verdict.DROPPED : Verdict.OVERFLOWED;
            overflowing = true;
            if (policy != Overflow.DROP_OLDEST) {
                return refuse(verdict);
            }
            dropOldestFor(message);
        }
        accepted.getAndIncrement();
        roomUntil = taken + maxMessages;
        bytes += added(message);
        link(new Entry(message, last.take()));
        gapWaits = false;
        return verdict;
    }

    private boolean isFull(Message message) {
        long waiting = accepted.get() - taken;
        if (waiting >= maxMessages) {
            return true;
        }
        long more = waiting == 0 ? 0 : added(message);
        return more > 0 && bytes + more > maxBytes;
    }

    /** What is kept in addition when this message comes behind those that wait. */
    private long added(Message message) {
        return maxBytes == Long.MAX_VALUE ? 0 : Weight.behind(Objects.requireNonNull(tail.get()).message, message);
    }

    private Verdict refuse(Verdict verdict) {
        refused++;
        if (policy == Overflow.CANCEL) {
            ended = true;
            return Verdict.CANCELLED;
        }
        last.overflow();
        gapWaits = true;
        return verdict;
    }

    private void dropOldestFor(Message message) {
        while (isFull(message)) {
            Entry oldest = unlink();
            if (oldest == null) {
                return; // counted in but not yet linked by its producer: let one more in
            }
            dropped++;
            first.add(oldest.gap);
            first.overflow();
            oldest.message = null;
            oldest.gap = null;
        }
    }

    private @Nullable Entry unlink() {
        Entry next = head.next;
        if (next == null) {
            return null;
        }
        head = next;
        taken++;
        if (maxBytes != Long.MAX_VALUE && next.message != null) {
            Entry after = next.next;
            bytes -= Weight.before(next.message, after == null ? null : after.message);
        }
        return next;
    }

    /** Puts a gap at the end, or merges it with the one that stands there. */
    synchronized void gap(Gap gap) {
        if (!ended) {
            last.add(gap);
            gapWaits = true;
        }
    }

    /**
     * Takes the oldest message with the gap before it, or the gap at the end alone; false where nothing waits. For one
     * thread at a time.
     */
    synchronized boolean take(Taken into) {
        out = !over && takeNext(into);
        return out;
    }

    private boolean takeNext(Taken into) {
        Entry entry = unlink();
        if (entry == null) {
            overflowing = false;
            first.add(last.take());
            gapWaits = false;
            into.message = null;
            into.gap = first.take();
            return into.gap != null;
        }
        first.add(entry.gap);
        into.message = entry.message;
        into.gap = first.take();
        entry.message = null;
        entry.gap = null;
        delivered++;
        return true;
    }

    /** What was taken last has been handled; the next {@link #take} says so too. */
    synchronized void done() {
        out = false;
    }

    /** Whether something was taken that is not handled yet. */
    synchronized boolean isOut() {
        return out;
    }

    /** Whether {@link #take} may give something, now or in a moment. */
    synchronized boolean isEmpty() {
        return head == tail.get() && first.isEmpty() && last.isEmpty();
    }

    /** Takes no more; what waits stays. */
    void end() {
        ended = true;
    }

    /** Takes no more and throws away what waits. Gives how many messages that were; to be called again after late offers. */
    synchronized long discard() {
        ended = true;
        over = true;
        long count = 0;
        while (unlink() != null) {
            count++;
        }
        head.message = null;
        head.gap = null;
        first.take();
        last.take();
        gapWaits = false;
        discarded += count;
        return count;
    }

    synchronized void countFailure() {
        failed++;
    }

    synchronized SubscriptionStats stats() {
        long got = accepted.get();
        return new SubscriptionStats(got + refused, delivered, dropped + refused, discarded, failed, got - taken);
    }
}
