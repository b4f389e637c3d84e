package dev.keryx.bus.transport;

import dev.keryx.Registration;
import dev.keryx.bus.TopicFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One filter, whoever sits at it, and how it stands at the broker. Changed in control; the seats are read anywhere. */
final class FilterEntry {
    /** How a filter stands at the broker, over the present link. */
    enum Phase {
        /** Not there. */
        ABSENT,
        /** Asked for and not answered yet. */
        ADDING,
        /** Confirmed. */
        LIVE,
        /** Told to go and not answered yet. */
        REMOVING,
        /** Refused; asked for again after a while. */
        REJECTED
    }

    /** Nobody. */
    static final Seat[] NONE = {};

    private final TopicFilter filter;
    private volatile Seat[] seats = NONE;
    private final List<Runnable> onLeft = new ArrayList<>(0);

    /** In control: those of the seats that are. */
    private final List<Seat> leaving = new ArrayList<>(0);

    /** In control. */
    Phase phase = Phase.ABSENT;

    /** In control: how often the broker took it away over this link, or could not take it yet. */
    int revocations;

    /** In control: it was refused or taken away, and that has been told. */
    boolean troubled;

    /** In control: it was taken away before the answer to its adding came. */
    boolean revokedEarly;

    /** In control: asks the broker for it again. */
    private @Nullable Registration again;

    FilterEntry(TopicFilter filter) {
        this.filter = filter;
    }

    TopicFilter filter() {
        return filter;
    }

    /** Not to be changed. */
    Seat[] seats() {
        return seats;
    }

    void forEachSeat(Consumer<Seat> action) {
        for (Seat seat : seats) {
            action.accept(seat);
        }
    }

    boolean isEmpty() {
        return seats.length == 0;
    }

    /** Whether somebody here wants messages to come. */
    boolean isWanted() {
        return leaving.size() < seats.length;
    }

    void add(Seat seat) {
        Seat[] more = Arrays.copyOf(seats, seats.length + 1);
        more[seats.length] = seat;
        seats = more;
    }

    void remove(Seat seat) {
        int at = Arrays.asList(seats).indexOf(seat);
        if (at >= 0) {
            Seat[] rest = Arrays.copyOf(seats, seats.length - 1);
            System.arraycopy(seats, at + 1, rest, at, rest.length - at);
            seats = rest;
            leaving.remove(seat);
        }
    }

    /** This seat leaves; calls back when it can be gone. */
    void leave(Seat seat, Runnable left) {
        if (!seat.isLeaving()) {
            seat.leave();
            leaving.add(seat);
        }
        onLeft.add(left);
    }

    /** It is asked for again when this timer ends, and by no other. */
    void askAgain(@Nullable Registration timer) {
        if (again != null) {
            again.close();
        }
        again = timer;
    }

    /** Nothing more comes for those who leave. */
    void left() {
        if (leaving.size() == 1) { // the others are not looked at: there may be very many
            remove(leaving.get(0));
        } else if (!leaving.isEmpty()) {
            seats = Arrays.stream(seats).filter(seat -> !seat.isLeaving()).toArray(Seat[]::new);
            leaving.clear();
        }
        List<Runnable> tell = List.copyOf(onLeft);
        onLeft.clear();
        tell.forEach(Runnable::run);
    }
}
