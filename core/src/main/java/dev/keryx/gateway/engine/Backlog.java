package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Lane;
import dev.keryx.gateway.link.Signal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a link that does not take more for now: references to whole messages, oldest first, so that what is dropped
 * is a message and never half of one. Exists only while the link is stalled. On the lane.
 */
final class Backlog {
    private static final int SMALLEST = 8;

    private final Dialect dialect;

    /** When the link stopped taking. */
    long stalledAt;

    /** Whether somebody has been told that this link is slow. */
    boolean told;

    /** A ring; its length is a power of two. */
    private @Nullable Outgoing[] items = new @Nullable Outgoing[SMALLEST];

    private long[] since = new long[SMALLEST];
    private int head;
    private int size;
    private int bytes;
    private int events;

    Backlog(Dialect dialect, long now) {
        this.dialect = dialect;
        this.stalledAt = now;
    }

    int size() {
        return size;
    }

    int bytes() {
        return bytes;
    }

    /** How many of them are events. */
    int events() {
        return events;
    }

    /** Since when the oldest thing waits, here or in the link. */
    long oldest() {
        return size == 0 ? stalledAt : Math.min(stalledAt, since[head]);
    }

    /** Since when the oldest event waits; {@link Site#NEVER} where there is none. */
    long oldestEvent() {
        for (int i = 0; events > 0 && i < size; i++) {
            if (at(i).isEvent()) {
                return since[head + i & items.length - 1];
            }
        }
        return Site.NEVER;
    }

    void add(Outgoing what, long now) {
        if (size == items.length) {
            grow();
        }
        int at = head + size++ & items.length - 1;
        items[at] = what;
        since[at] = now;
        bytes += what.in(dialect).sizeBytes();
        events += what.isEvent() ? 1 : 0;
    }

    private void grow() {
        @Nullable Outgoing[] more = new @Nullable Outgoing[size * 2];
        long[] times = new long[size * 2];
        for (int i = 0; i < size; i++) {
            more[i] = items[head + i & size - 1];
            times[i] = since[head + i & size - 1];
        }
        items = more;
        since = times;
        head = 0;
    }

    /** Fills a chunk with the oldest messages, at least one, and forgets them. Only where there are some. */
    Chunk fill(Lane lane, int mostBytes) {
        int count = 0;
        int sum = 0;
        while (count < size) {
            int next = at(count).in(dialect).sizeBytes();
            if (count > 0 && sum + next > mostBytes) {
                break;
            }
            sum += next;
            count++;
        }
        Chunk chunk = lane.chunk(sum);
        for (int i = 0; i < count; i++) {
            Chunks.putAll(at(0).in(dialect), chunk);
            removeFirst();
        }
        return chunk;
    }

    private Outgoing at(int index) {
        Outgoing item = items[head + index & items.length - 1];
        if (item == null) {
            throw new IllegalStateException("a hole in the backlog");
        }
        return item;
    }

    private void removeFirst() {
        forget(at(0));
        items[head] = null;
        head = head + 1 & items.length - 1;
        size--;
    }

    private void forget(Outgoing what) {
        bytes -= what.in(dialect).sizeBytes();
        events -= what.isEvent() ? 1 : 0;
    }

    /** Removes the oldest event that has waited since this time or longer; null where there is none. */
    Signal.@Nullable Event dropOldest(long sinceAtMost) {
        for (int i = 0; i < size && since[head + i & items.length - 1] <= sinceAtMost; i++) {
            Signal.Event event = at(i).event();
            if (event != null) {
                remove(i);
                return event;
            }
        }
        return null;
    }

    /** Removes the event of this namespace, name and key. */
    boolean dropSame(Outgoing newer) {
        Signal.Event wanted = newer.event();
        for (int i = size - 1; wanted != null && i >= 0; i--) {
            Outgoing item = at(i);
            Signal.Event event = item.event();
            if (event != null
                    && item.delivery.equals(newer.delivery)
                    && event.name().equals(wanted.name())
                    && event.namespace().equals(wanted.namespace())) {
                remove(i);
                return true;
            }
        }
        return false;
    }

    private void remove(int index) {
        forget(at(index));
        int mask = items.length - 1;
        for (int i = index; i > 0; i--) {
            items[head + i & mask] = items[head + i - 1 & mask];
            since[head + i & mask] = since[head + i - 1 & mask];
        }
        items[head] = null;
        head = head + 1 & mask;
        size--;
    }

    @Override
    public String toString() {
        return "Backlog" + Arrays.asList(size, bytes);
    }
}
