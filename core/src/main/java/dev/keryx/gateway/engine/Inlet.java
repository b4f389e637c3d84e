package dev.keryx.gateway.engine;

import dev.keryx.gateway.GapListener;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comes from other nodes. On the relay's thread, one call at a time. */
final class Inlet implements Relay.Local {
    private final Site site;
    private final Spaces spaces;
    private final Casting casting;

    Inlet(Site site, Spaces spaces, Casting casting) {
        this.site = site;
        this.spaces = spaces;
        this.casting = casting;
    }

    @Override
    public void deliver(Cast cast) {
        Space space = spaces.known(cast.namespace());
        if (space != null) {
            casting.deliver(space, cast);
        }
    }

    @Override
    public void missed(@Nullable String namespace, Set<Relay.Scope> scopes, String reason) {
        List<Space> concerned = new ArrayList<>();
        if (namespace == null) {
            concerned.addAll(spaces.all());
        } else {
            Space space = spaces.known(namespace);
            if (space != null) {
                concerned.add(space);
            }
        }
        concerned.forEach(space -> missed(space, scopes, reason));
    }

    private void missed(Space space, Set<Relay.Scope> scopes, String reason) {
        Set<String> rooms = new HashSet<>();
        boolean all = scopes.isEmpty();
        for (Relay.Scope scope : scopes) {
            if (scope instanceof Relay.Scope.Room room) {
                rooms.add(room.name());
                tell(space.rooms().get(room.name()), Set.of(room.name()), reason);
            } else if (scope instanceof Relay.Scope.User user) {
                all = true;
                tell(space.users().get(user.id()), Set.of(), reason);
            } else if (scope instanceof Relay.Scope.Single single) {
                all = true;
                tell(space.presence(single.id()), reason);
            } else {
                all = true;
                tell(space.everybody().get(""), Set.of(), reason);
            }
        }
        if (scopes.isEmpty()) {
            tell(space.everybody().get(""), Set.of(), reason);
        }
        listeners(space, all ? Set.of() : Set.copyOf(rooms));
    }

    private void tell(@Nullable Group group, Set<String> rooms, String reason) {
        for (LaneLoop loop : group == null ? List.<LaneLoop>of() : site.loops()) {
            if (group != null && group.on(loop.index)) {
                loop.offer(on -> group.part(on.index).each(presence -> presence.missed(rooms, reason)));
                loop.wake();
            }
        }
    }

    private static void tell(@Nullable Presence presence, String reason) {
        if (presence != null) {
            presence.loop().offer(on -> presence.missed(Set.of(), reason));
            presence.loop().wake();
        }
    }

    private void listeners(Space space, Set<String> rooms) {
        site.watch.tell(observer -> observer.gap(space.path(), rooms));
        for (GapListener listener : space.handlers().gaps) {
            site.callbacks.execute(() -> {
                try {
                    listener.missed(rooms);
                } catch (Throwable failure) {
                    site.watch.failed("A gap listener failed", ": " + space, failure);
                }
            });
        }
    }
}
