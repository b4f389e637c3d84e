package dev.keryx.gateway.engine;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The members of a group on one lane: densely packed, walked by every cast. On the lane, except where said. */
final class Part {
    private static final int SMALLEST = 4;

    /**
     * How many have said that they join and have not left, so never less than the members. Any thread raises it before the
     * join is queued; a cast leaves the lane alone only where it is 0.
     */
    final AtomicInteger expected = new AtomicInteger();

    private @Nullable Outlet[] outlets = {};
    private @Nullable Seat[] seats = {};
    private int size;

    /** Not to be changed; the first {@link #size()} are members. */
    @Nullable
    Outlet[] outlets() {
        return outlets;
    }

    int size() {
        return size;
    }

    void add(Seat seat) {
        if (size == outlets.length) {
            resize(Math.max(SMALLEST, size * 2));
        }
        outlets[size] = seat.outlet();
        seats[size] = seat;
        seat.index(size++);
    }

    void remove(Seat seat) {
        int at = seat.index();
        Seat last = seats[--size];
        if (last != null && last != seat) {
            seats[at] = last;
            outlets[at] = last.outlet();
            last.index(at);
        }
        seats[size] = null;
        outlets[size] = null;
        if (size < outlets.length / 4) {
            resize(outlets.length / 2);
        }
    }

    private void resize(int length) {
        outlets = Arrays.copyOf(outlets, length);
        seats = Arrays.copyOf(seats, length);
    }

    /** The presences that are members. */
    void each(Consumer<Presence> action) {
        for (int i = 0; i < size; i++) {
            Seat seat = seats[i];
            if (seat != null) {
                action.accept(seat.presence);
            }
        }
    }
}
