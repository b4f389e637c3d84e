package dev.keryx.gateway.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When each of a lane's peers wants to be looked at next: a binary heap whose entries know their places, so that each is in it
 * once at most and moving it costs no search and no object. Exact, where a wheel would round. On the lane.
 *
 * @param <E> what waits
 */
final class Deadlines<E extends Deadlines.Entry> {
    /** Not in the heap. */
    static final int NOWHERE = -1;

    /** Something that waits, and keeps its place for the heap; {@link #NOWHERE} at first. */
    interface Entry {
        int place();

        void place(int at);
    }

    private static final int SMALLEST = 16;

    @SuppressWarnings("unchecked") // nothing but entries is ever put into it
    private @Nullable E[] entries = (@Nullable E[]) new @Nullable Entry[SMALLEST];

    private long[] dues = new long[SMALLEST];
    private int size;

    /** The earliest; {@link Site#NEVER} where there is none. */
    long earliest() {
        return size == 0 ? Site.NEVER : dues[0];
    }

    /** Puts the entry at this time, wherever it was; {@link Site#NEVER} takes it out. */
    void set(E entry, long due) {
        if (due == Site.NEVER) {
            remove(entry);
            return;
        }
        int at = entry.place();
        if (at == NOWHERE) {
            grow();
            at = size++;
        }
        if (at > 0 && due < dues[(at - 1) / 2]) {
            up(at, entry, due);
        } else {
            down(at, entry, due);
        }
    }

    void remove(E entry) {
        int at = entry.place();
        if (at == NOWHERE) {
            return;
        }
        entry.place(NOWHERE);
        E last = entries[--size];
        entries[size] = null;
        if (at < size && last != null) {
            long due = dues[size];
            if (at > 0 && due < dues[(at - 1) / 2]) {
                up(at, last, due);
            } else {
                down(at, last, due);
            }
        }
    }

    /** Takes out an entry whose time has come; null where there is none. */
    @Nullable
    E due(long now) {
        E first = size == 0 || dues[0] > now ? null : entries[0];
        if (first != null) {
            remove(first);
        }
        return first;
    }

    private void grow() {
        if (size == dues.length) {
            entries = Arrays.copyOf(entries, size * 2);
            dues = Arrays.copyOf(dues, size * 2);
        }
    }

    private void up(int from, E entry, long due) {
        int at = from;
        while (at > 0 && due < dues[(at - 1) / 2]) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        put(at, entry, due);
    }

    private void down(int from, E entry, long due) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child + 1 < size && dues[child + 1] < dues[child]) {
                child++;
            }
            if (child >= size || dues[child] >= due) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, entry, due);
    }

    private void move(int from, int to) {
        E entry = entries[from];
        if (entry != null) {
            put(to, entry, dues[from]);
        }
    }

    private void put(int at, E entry, long due) {
        entries[at] = entry;
        dues[at] = due;
        entry.place(at);
    }
}
