package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Lane;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Up to 64 casts on their way through a lane. Cast number i is bit i in the mask of each outlet it goes to, so union,
 * exception, order and merging are all this one field: a second room sets a bit that is set already, an exception clears it,
 * and what an outlet gets is its mask, read from the lowest bit.
 *
 * <p>Two halves: casts are marked, then delivered. Both may be left and taken up again. On the lane.
 */
final class Run {
    /** As many as a mask has bits. */
    private static final int MOST_CASTS = Long.SIZE;

    /** Past this many bytes a merged write gains nothing more. */
    static final int MOST_BYTES = 256 << 10;

    /** Outlets served between two looks at the clock: a write to the system takes about 8 µs. */
    private static final int STRIDE = 32;

    private final Lane lane;
    private final LongAdder delivered;
    private final Chunks chunks = new Chunks();
    private final @Nullable Outgoing[] casts = new @Nullable Outgoing[MOST_CASTS];
    private int count;
    private int bytes;
    private int broadcasts;

    /** Which casts are events, for the count of deliveries. */
    private long events;

    private long takenEvents;

    /** Tells whether an outlet's mask is of this run. */
    private int stamp = 1;

    private @Nullable Outlet[] touched = new @Nullable Outlet[64];
    private int touchedCount;
    private int served;
    private boolean delivering;

    Run(Lane lane, LongAdder delivered) {
        this.lane = lane;
        this.delivered = delivered;
    }

    boolean full() {
        return count == MOST_CASTS || bytes >= MOST_BYTES;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean delivering() {
        return delivering;
    }

    /** How many of its casts went to an audience, not to one link. */
    int broadcasts() {
        return broadcasts;
    }

    /** Gives the cast a bit. */
    long add(Outgoing cast, int sizeBytes, boolean broadcast) {
        casts[count] = cast;
        bytes += sizeBytes;
        long bit = 1L << count++;
        if (cast.isEvent()) {
            events |= bit;
        }
        if (broadcast) {
            broadcasts++;
        }
        return bit;
    }

    /** A bit of no cast, to find out whom one would reach; {@link #erase} it again. Only while the run is not full. */
    long spare() {
        return 1L << count;
    }

    void erase(long bit) {
        for (int i = 0; i < touchedCount; i++) {
            Outlet outlet = touched[i];
            if (outlet != null) {
                outlet.mask &= ~bit;
            }
        }
    }

    void mark(long bit, Outlet outlet) {
        if (outlet.stamp == stamp) {
            outlet.mask |= bit;
        } else {
            room(1);
            touch(bit, outlet);
        }
    }

    void mark(long bit, Part members) {
        @Nullable Outlet[] outlets = members.outlets();
        int size = members.size();
        room(size);
        for (int i = 0; i < size; i++) {
            Outlet outlet = outlets[i];
            if (outlet == null) {
                continue;
            }
            if (outlet.stamp == stamp) {
                outlet.mask |= bit;
            } else {
                touch(bit, outlet);
            }
        }
    }

    private void touch(long bit, Outlet outlet) {
        outlet.stamp = stamp;
        outlet.mask = bit;
        touched[touchedCount++] = outlet;
    }

    private void room(int more) {
        if (touchedCount + more > touched.length) {
            touched = Arrays.copyOf(touched, Math.max(touchedCount + more, touched.length * 2));
        }
    }

    void clear(long bit, Outlet outlet) {
        if (outlet.stamp == stamp) {
            outlet.mask &= ~bit;
        }
    }

    void clear(long bit, Part members) {
        @Nullable Outlet[] outlets = members.outlets();
        for (int i = 0; i < members.size(); i++) {
            Outlet outlet = outlets[i];
            if (outlet != null) {
                clear(bit, outlet);
            }
        }
    }

    /** All outlets that have the bit. */
    void each(long bit, Consumer<Outlet> action) {
        for (int i = 0; i < touchedCount; i++) {
            Outlet outlet = touched[i];
            if (outlet != null && (outlet.mask & bit) != 0) {
                action.accept(outlet);
            }
        }
    }

    /**
     * Hands every touched outlet what it is due.
     *
     * @param overdue whether to leave it at that for now
     * @return false: it was left, and is to be called again
     */
    boolean deliver(BooleanSupplier overdue) {
        delivering = true;
        int untilLook = STRIDE;
        while (served < touchedCount) {
            if (--untilLook == 0) {
                if (overdue.getAsBoolean()) {
                    return false;
                }
                untilLook = STRIDE;
            }
            Outlet outlet = touched[served];
            touched[served++] = null;
            if (outlet != null && outlet.mask != 0) {
                serve(outlet);
            }
        }
        return true;
    }

    /** Whatever goes wrong with one costs that one its link and nobody else anything. */
    private void serve(Outlet outlet) {
        try {
            outlet.take(outlet.mask, this);
        } catch (Throwable failure) {
            outlet.peer.broken(failure);
        }
    }

    /** For the outlet being served: all its frames in one chunk, borrowed for the call. */
    Chunk chunk(long mask, Dialect dialect) {
        return chunks.get(mask, dialect, casts, lane);
    }

    /** For an outlet that cannot take a chunk: its frames one by one, in order. */
    void casts(long mask, Consumer<Outgoing> action) {
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            Outgoing cast = casts[Long.numberOfTrailingZeros(rest)];
            if (cast != null) {
                action.accept(cast);
            }
        }
    }

    /** How many of these casts are events. */
    int countEvents(long mask) {
        return Long.bitCount(mask & events);
    }

    /** Counts what a link has taken. */
    void taken(long mask) {
        takenEvents += Long.bitCount(mask & events);
    }

    /** Forgets everything; the next run begins. */
    void reset() {
        delivered.add(takenEvents);
        takenEvents = 0;
        chunks.clear();
        Arrays.fill(casts, 0, count, null);
        Arrays.fill(touched, 0, touchedCount, null);
        count = 0;
        bytes = 0;
        broadcasts = 0;
        events = 0;
        touchedCount = 0;
        served = 0;
        delivering = false;
        if (++stamp == 0) {
            stamp = 1;
        }
    }
}
