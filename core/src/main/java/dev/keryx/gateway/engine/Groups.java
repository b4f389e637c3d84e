package dev.keryx.gateway.engine;

import dev.keryx.gateway.link.Relay;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** All groups of one kind in a namespace, by name. They come with the first holder and go with the last. Any thread. */
final class Groups {
    private final ConcurrentHashMap<String, Group> groups = new ConcurrentHashMap<>();
    private final String namespace;
    private final Kind kind;
    private final IntSupplier lanes;

    Groups(String namespace, Kind kind, IntSupplier lanes) {
        this.namespace = namespace;
        this.kind = kind;
        this.lanes = lanes;
    }

    /** How a name becomes what the relay follows. */
    interface Kind {
        Relay.Scope of(String name);
    }

    @Nullable
    Group get(String name) {
        return groups.get(name);
    }

    /** Somebody on this lane is about to be a member. */
    Group hold(String name, int lane) {
        Group held = groups.compute(name, (key, known) -> {
            Group group = known == null ? new Group(this, key, lanes.getAsInt()) : known;
            group.holders++;
            return group;
        });
        held.part(lane).expected.incrementAndGet();
        held.members.incrementAndGet();
        return held;
    }

    /** One holder fewer. True: it was the last, and the group is gone. */
    boolean release(String name) {
        return groups.computeIfPresent(name, (key, known) -> --known.holders == 0 ? null : known) == null;
    }

    Relay.Interest follow(String name, Relay relay) {
        return relay.follow(namespace, kind.of(name));
    }

    long size() {
        return groups.mappingCount();
    }
}
