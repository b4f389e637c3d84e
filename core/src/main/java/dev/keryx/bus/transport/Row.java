package dev.keryx.bus.transport;

import dev.keryx.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The publishes that keep one order among themselves: those that wait, and how many are with the driver. Guarded by its
 * {@link PublishBuffer}.
 */
final class Row {
    private final Object key;
    private final NavigableMap<Long, InFlight.Pending> waiting = new TreeMap<>();
    // The latest that was taken, or may have been: what was refused before it can no longer be sent in its order.
    private long gone;
    // Handed over the present link, and without an outcome.
    private int withDriver;
    // Handed over any link, and without an outcome: until then what has gone must not be forgotten.
    private int open;

    /** This one is given what waits. */
    @Nullable
    LinkSession flushing;

    private @Nullable Registration age;
    private @Nullable Backoff backoff;
    private @Nullable Registration pause;

    /** @param key what it is found by */
    Row(Object key) {
        this.key = key;
    }

    Object key() {
        return key;
    }

    /** Whether whoever comes may go at once: nothing waits, is just being handed over, or tried again. */
    boolean isClear() {
        return waiting.isEmpty() && flushing == null && !isTrying();
    }

    boolean isIdle() {
        return isClear() && open == 0;
    }

    /** Whether it is time to hand over what waits. */
    boolean isReady() {
        return !waiting.isEmpty() && flushing == null && withDriver == 0 && pause == null;
    }

    /** Whether the next is not to be handed over yet. */
    boolean isHeldBack() {
        return pause != null || isTrying();
    }

    /** After a refusal one goes alone: were it refused once more while a later one is taken, its place would be lost. */
    private boolean isTrying() {
        return backoff != null && withDriver > 0;
    }

    InFlight.@Nullable Pending oldest() {
        return waiting.isEmpty() ? null : waiting.firstEntry().getValue();
    }

    /** In the place of its number. */
    void add(InFlight.Pending pending) {
        waiting.put(pending.number, pending);
    }

    void remove(InFlight.Pending pending) {
        waiting.remove(pending.number);
        if (waiting.isEmpty()) {
            age = closed(age);
            pause = closed(pause);
        }
    }

    /** This ends the wait of the oldest. */
    void watch(Registration timer) {
        closed(age);
        age = timer;
    }

    void handedOver(InFlight.Pending pending, LinkSession over) {
        pending.over = over;
        withDriver++;
        open++;
    }

    /** It has an outcome, or is refused; over a link that is not the present one it no longer holds up the others. */
    void landed(InFlight.Pending pending, @Nullable LinkSession present) {
        open--;
        if (pending.over == present && withDriver > 0) {
            withDriver--;
        }
    }

    /** It was taken, or nobody knows. Gives those that wait and cannot be sent before it any more. */
    List<InFlight.Pending> gone(InFlight.Pending pending) {
        gone = Math.max(gone, pending.number);
        backoff = null;
        return waiting.isEmpty()
                ? List.of()
                : new ArrayList<>(waiting.headMap(gone).values());
    }

    boolean isOvertaken(InFlight.Pending pending) {
        return pending.number < gone;
    }

    /** Waits a little longer each time before anything is tried again. */
    void pause(BusContext bus, Runnable resume) {
        if (pause == null) {
            backoff = backoff == null ? new Backoff(bus.clock(), bus.options().reconnectCap()) : backoff;
            Duration length = backoff.next();
            pause = bus.clock().after(length, resume);
        }
    }

    void endPause() {
        pause = closed(pause);
    }

    /** Another link, or none: what is with the driver holds up nobody any more. */
    void changeLink() {
        withDriver = 0;
        flushing = null;
        endPause();
    }

    Collection<InFlight.Pending> all() {
        return new ArrayList<>(waiting.values());
    }

    private static @Nullable Registration closed(@Nullable Registration timer) {
        if (timer != null) {
            timer.close();
        }
        return null;
    }
}
