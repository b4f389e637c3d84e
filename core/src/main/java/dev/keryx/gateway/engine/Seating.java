package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The groups a presence is in. What was asked for last is what counts, on whichever thread; the lane follows in the same
 * order, because its operations are queued under the same monitor.
 */
final class Seating {
    private final Presence presence;

    // Guarded by this. The keys are the groups' own names; no map of its own for a single room, which is what most are
    // in.
    private Map<String, Seat> rooms = Map.of();

    private @Nullable Seat everybody;
    private @Nullable Seat user;

    private boolean over;

    Seating(Presence presence) {
        this.presence = presence;
    }

    synchronized Set<String> rooms() {
        return Set.copyOf(rooms.keySet());
    }

    synchronized boolean in(String room) {
        return !over && rooms.containsKey(room);
    }

    /** Takes the seats that come with admission; they are sat on by {@link #sit}. */
    synchronized void grant(Optional<String> userId, Set<String> granted) {
        everybody = new Seat(presence.space().everybody(), "", presence);
        user = userId.map(id -> new Seat(presence.space().users(), id, presence))
                .orElse(null);
        for (String room : granted) {
            take(room);
        }
    }

    private Seat take(String room) {
        Seat seat = new Seat(presence.space().rooms(), room, presence);
        if (rooms.isEmpty()) {
            rooms = Map.of(seat.group.name, seat);
        } else {
            rooms = rooms.size() == 1 ? new HashMap<>(rooms) : rooms;
            rooms.put(seat.group.name, seat);
        }
        return seat;
    }

    private @Nullable Seat giveUp(String room) {
        Seat seat = rooms.get(room);
        if (seat != null && rooms.size() == 1) {
            rooms = Map.of();
        } else if (seat != null) {
            rooms.remove(room);
        }
        return seat;
    }

    /** On the lane: admission. */
    synchronized void sit() {
        all().forEach(Seat::sit);
    }

    /** Null, or why not. All or none. */
    synchronized @Nullable KeryxException join(Set<String> asked) {
        if (over) {
            return Presence.closed(presence.info());
        }
        List<Seat> seats = new ArrayList<>(asked.size());
        int most = presence.peer().site.limits.rooms();
        int after = rooms.size();
        for (String room : asked) {
            after += rooms.containsKey(room) ? 0 : 1;
        }
        if (after > most && after > rooms.size()) {
            presence.peer().site.watch.refused("rooms");
            return new KeryxException(
                    ErrorCode.LIMIT, "connection " + presence.id() + " may be in " + most + " rooms, option rooms");
        }
        for (String room : asked) {
            if (!rooms.containsKey(room)) {
                seats.add(take(room));
            }
        }
        if (!seats.isEmpty()) {
            presence.loop().offer(loop -> seats.forEach(Seat::sit));
        }
        return null;
    }

    /** Whether there was anything to leave. */
    synchronized boolean leave(Collection<String> unwanted) {
        List<Seat> seats = new ArrayList<>(unwanted.size());
        for (String room : over ? List.<String>of() : unwanted) {
            Seat seat = giveUp(room);
            if (seat != null) {
                seat.group.members.decrementAndGet();
                seats.add(seat);
            }
        }
        if (!seats.isEmpty()) {
            presence.loop().offer(loop -> seats.forEach(Seat::leave));
        }
        return !seats.isEmpty();
    }

    /** On the lane: the end. The rooms can still be asked for. */
    synchronized void leaveAll() {
        if (over) {
            return;
        }
        over = true;
        for (Seat seat : all()) {
            seat.group.members.decrementAndGet();
            seat.leave();
        }
    }

    /** Under the monitor. A copy. */
    private List<Seat> all() {
        List<Seat> seats = new ArrayList<>(2 + rooms.size());
        if (everybody != null) {
            seats.add(everybody);
        }
        if (user != null) {
            seats.add(user);
        }
        rooms.forEach((room, seat) -> seats.add(seat));
        return seats;
    }

    /** When other nodes' casts to these rooms arrive. */
    CompletableFuture<Boolean> live(Set<String> asked) {
        List<Seat> seats = new ArrayList<>(asked.size());
        synchronized (this) {
            for (String room : asked) {
                Seat seat = rooms.get(room);
                if (seat != null) {
                    seats.add(seat);
                }
            }
        }
        return live(seats);
    }

    /** The same for all it was granted. */
    CompletableFuture<Boolean> live() {
        List<Seat> seats;
        synchronized (this) {
            seats = all();
        }
        return live(seats);
    }

    private CompletableFuture<Boolean> live(List<Seat> seats) {
        CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
        for (Seat seat : seats) {
            CompletableFuture<Boolean> each = seat.group.live(presence.peer().site.relay);
            if (all.isDone() && each.isDone()) {
                all = CompletableFuture.completedFuture(yes(all) && yes(each));
            } else {
                all = all.thenCombine(each, Boolean::logicalAnd);
            }
        }
        return all;
    }

    /** A relay that breaks its promise never to fail counts as one that is not there. */
    private static boolean yes(CompletableFuture<Boolean> done) {
        return !done.isCompletedExceptionally() && done.join();
    }
}
