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
            Group group = known == null ? new Group(namespace, kind.of(key), lanes.getAsInt()) : known;
            group.holders++;
            return group;
        });
        held.part(lane).expected.incrementAndGet();
        held.members.incrementAndGet();
        return held;
    }

    /** A holder is not a member any more. */
    void release(Group group, String name, int lane) {
        group.part(lane).expected.decrementAndGet();
        Group left = groups.computeIfPresent(name, (key, known) -> --known.holders == 0 ? null : known);
        if (left == null) {
            group.end();
        }
    }

    long size() {
        return groups.mappingCount();
    }
}
