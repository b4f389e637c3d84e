package dev.keryx.gateway.engine;

import dev.keryx.gateway.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who an audience is on this node, as of the call that made it: groups and connections looked up by name, still to be united
 * on each lane. Immutable.
 */
final class Recipients {
    private final List<Group> groups;
    private final List<Presence> singles;
    private final List<Group> exceptGroups;
    private final List<Presence> exceptSingles;

    /** @param to null: everybody */
    Recipients(Space space, @Nullable Collection<Target> to, Collection<Target> except) {
        groups = new ArrayList<>(1);
        singles = new ArrayList<>(0);
        exceptGroups = new ArrayList<>(0);
        exceptSingles = new ArrayList<>(0);
        if (to == null) {
            add(space.everybody().get(""), groups);
        } else {
            to.forEach(target -> add(space, target, groups, singles));
        }
        except.forEach(target -> add(space, target, exceptGroups, exceptSingles));
    }

    private static void add(Space space, Target target, List<Group> groups, List<Presence> singles) {
        if (target instanceof Target.Room room) {
            add(space.rooms().get(room.name()), groups);
        } else if (target instanceof Target.User user) {
            add(space.users().get(user.id()), groups);
        } else if (target instanceof Target.Single single) {
            add(space.presence(single.id()), singles);
        }
    }

    private static <T> void add(@Nullable T found, List<T> list) {
        if (found != null) {
            list.add(found);
        }
    }

    /** Exact for one group, an upper bound for a union or where some are excepted. */
    int count() {
        int count = singles.size();
        for (Group group : groups) {
            count += group.members.get();
        }
        return count;
    }

    /** Whether there may be some on this lane. */
    boolean on(LaneLoop loop) {
        for (Group group : groups) {
            if (group.on(loop.index)) {
                return true;
            }
        }
        for (Presence single : singles) {
            if (single.loop() == loop) {
                return true;
            }
        }
        return false;
    }

    /** Gives the bit to all of them on this lane, once each. */
    void mark(LaneLoop loop, long bit) {
        Run run = loop.run;
        for (int i = 0; i < groups.size(); i++) {
            run.mark(bit, groups.get(i).part(loop.index));
        }
        for (Presence single : singles) {
            if (single.loop() == loop && !single.hasEnded()) {
                run.mark(bit, single.outlet());
            }
        }
        for (Group group : exceptGroups) {
            run.clear(bit, group.part(loop.index));
        }
        for (Presence single : exceptSingles) {
            if (single.loop() == loop) {
                run.clear(bit, single.outlet());
            }
        }
    }
}
