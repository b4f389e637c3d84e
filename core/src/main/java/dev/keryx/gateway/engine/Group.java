package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.Relay;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Connections that casts can name: a room, a user's, or everybody in a namespace. Exists while it has members or somebody is
 * about to become one.
 */
final class Group {
    private static final CompletableFuture<Boolean> LIVE = CompletableFuture.completedFuture(true);

    private final Groups owner;
    final String name;
    private final AtomicReferenceArray<@Nullable Part> parts;

    /** How many said that they are members, as of the last join or leave that has returned. */
    final AtomicInteger members = new AtomicInteger();

    /** Members and those about to be; guarded by the group's place in {@link Groups}. */
    int holders;

    // Guarded by this.
    private Relay.@Nullable Interest interest;
    private boolean over;

    Group(Groups owner, String name, int lanes) {
        this.owner = owner;
        this.name = name;
        this.parts = new AtomicReferenceArray<>(lanes);
    }

    /** The part on a lane, made where there is none. */
    Part part(int lane) {
        Part part = parts.get(lane);
        if (part == null) {
            parts.compareAndSet(lane, null, new Part());
            part = parts.get(lane);
        }
        if (part == null) {
            throw new IllegalStateException("a part vanished");
        }
        return part;
    }

    /** Whether there may be members on the lane. Any thread. */
    boolean on(int lane) {
        Part part = parts.get(lane);
        return part != null && part.expected.get() > 0;
    }

    /** Other nodes' casts are wanted, and when they arrive. */
    synchronized CompletableFuture<Boolean> live(@Nullable Relay relay) {
        if (relay == null) {
            return LIVE;
        }
        if (over) {
            return CompletableFuture.completedFuture(false);
        }
        if (interest == null) {
            interest = owner.follow(name, relay);
        }
        return interest.live();
    }

    /** A holder on this lane is no member any more. */
    void release(int lane) {
        part(lane).expected.decrementAndGet();
        if (owner.release(name)) {
            end();
        }
    }

    private synchronized void end() {
        over = true;
        if (interest != null) {
            interest.close();
            interest = null;
        }
    }
}
