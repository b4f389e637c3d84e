package dev.keryx.gateway.engine;

import org.jspecify.annotations.Nullable;

/** A link's way into one namespace, from its hello on. */
final class Entry {
    final Space space;

    /** On the lane: by when the handshake must be over; {@link Site#NEVER} once it is. */
    long by;

    /** On the lane: whether the presence is a member of its groups. */
    boolean admitted;

    /** False: refused, too late, or left. Written on the lane. */
    private volatile boolean open = true;

    /** Null until all steps have accepted. Written once, by the handshake. */
    private volatile @Nullable Presence presence;

    Entry(Space space, long by) {
        this.space = space;
        this.by = by;
    }

    boolean isOpen() {
        return open;
    }

    void shut() {
        open = false;
    }

    @Nullable
    Presence presence() {
        return presence;
    }

    void presence(Presence accepted) {
        presence = accepted;
    }
}
