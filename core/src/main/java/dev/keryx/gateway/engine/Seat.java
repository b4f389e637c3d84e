package dev.keryx.gateway.engine;

/** A presence's place in a group, from the wish to be a member until its end. */
final class Seat {
    private static final int WAITING = 0;
    private static final int SEATED = 1;
    private static final int LEFT = 2;

    final Groups groups;
    final String name;
    final Group group;
    final Presence presence;

    // On the lane only.

    /** In the group's part. */
    int index;

    private int state = WAITING;

    /** Says so to the group: from now on casts do not skip the presence's lane. Any thread. */
    Seat(Groups groups, String name, Presence presence) {
        this.groups = groups;
        this.name = name;
        this.presence = presence;
        this.group = groups.hold(name, presence.loop().index);
    }

    Outlet outlet() {
        return presence.outlet();
    }

    void sit() {
        if (state == WAITING) {
            state = SEATED;
            group.part(presence.loop().index).add(this);
        }
    }

    /** Idempotent; before {@link #sit} too, which does nothing then. */
    void leave() {
        if (state == LEFT) {
            return;
        }
        if (state == SEATED) {
            group.part(presence.loop().index).remove(this);
        }
        state = LEFT;
        groups.release(group, name, presence.loop().index);
    }
}
