package dev.keryx.gateway.engine;

/** A presence's place in a group, from the wish to be a member until its end. */
final class Seat {
    private static final int WAITING = -1;
    private static final int LEFT = -2;

    final Group group;
    final Presence presence;

    /** On the lane only: the place in the group's part, or why there is none. */
    private int index = WAITING;

    /** Says so to the group: from now on casts do not skip the presence's lane. Any thread. */
    Seat(Groups groups, String name, Presence presence) {
        this.presence = presence;
        this.group = groups.hold(name, presence.loop().index);
    }

    Outlet outlet() {
        return presence.outlet();
    }

    int index() {
        return index;
    }

    /** The part has given it a place. */
    void index(int place) {
        index = place;
    }

    void sit() {
        if (index == WAITING) {
            group.part(presence.loop().index).add(this);
        }
    }

    /** Idempotent; before {@link #sit} too, which does nothing then. */
    void leave() {
        if (index == LEFT) {
            return;
        }
        if (index != WAITING) {
            group.part(presence.loop().index).remove(this);
        }
        index = LEFT;
        group.release(presence.loop().index);
    }
}
