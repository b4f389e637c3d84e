package dev.keryx.cluster;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.bus.Topic;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The topics on which a cast reaches all nodes that may have recipients, and whom it concerns on each.
 *
 * @param cast as it travels: without our own connections, which no other node has, and without ids that nobody has
 * @param legs empty where no other node can have recipients
 */
record Route(Cast cast, Map<Topic, List<Said.Place>> legs) {
    /** A cast that needs more topics than this goes to the namespace's topic instead. */
    static final int MAX_TOPICS = 16;

    static final int MAX_EXCEPT = 64;
    static final int MAX_EXCEPT_BYTES = 4 << 10;

    /** @throws KeryxException {@code LIMIT} where the exceptions are more than may travel */
    static Route of(Cast cast, TopicScheme topics, NodeId self) {
        Set<Target> to = cast.to();
        Set<Target> wanted = to == null ? null : elsewhere(to, self);
        if (wanted != null && wanted.isEmpty()) {
            return new Route(cast, Map.of());
        }
        Set<Target> except = elsewhere(cast.except(), self);
        requireFew(except);
        if (wanted == to && except == cast.except()) {
            return new Route(cast, legs(cast.namespace(), to, topics));
        }
        Cast travelling = new Cast(cast.namespace(), wanted, except, cast.delivery(), cast.event(), cast.args());
        return new Route(travelling, legs(cast.namespace(), wanted, topics));
    }

    /** Without connections of this node and without ids that cannot be; the set itself where it has no connections. */
    private static Set<Target> elsewhere(Set<Target> targets, NodeId self) {
        if (!hasSingle(targets)) {
            return targets;
        }
        Set<Target> kept = new LinkedHashSet<>(targets);
        kept.removeIf(target -> {
            if (!(target instanceof Target.Single single)) {
                return false;
            }
            NodeId node = ConnectionIds.node(single.id());
            return node == null || node.equals(self);
        });
        return kept;
    }

    private static boolean hasSingle(Set<Target> targets) {
        for (Target target : targets) {
            if (target instanceof Target.Single) {
                return true;
            }
        }
        return false;
    }

    private static void requireFew(Set<Target> except) {
        int bytes = 0;
        for (Target target : except) {
            bytes += name(target).getBytes(StandardCharsets.UTF_8).length;
        }
        if (except.size() > MAX_EXCEPT || bytes > MAX_EXCEPT_BYTES) {
            throw new KeryxException(
                    ErrorCode.LIMIT,
                    "at most " + MAX_EXCEPT + " exceptions of " + MAX_EXCEPT_BYTES
                            + " bytes travel to other nodes, these are " + except.size() + " of " + bytes);
        }
    }

    private static Map<Topic, List<Said.Place>> legs(String namespace, @Nullable Set<Target> to, TopicScheme topics) {
        if (to == null) {
            return Map.of(topics.namespace(namespace), places(namespace, null));
        }
        if (to.size() == 1) {
            Target only = to.iterator().next();
            return Map.of(topic(namespace, only, topics), List.of(new Said.Place(namespace, scope(only))));
        }
        Map<Topic, List<Said.Place>> legs = new LinkedHashMap<>();
        for (Target target : to) {
            legs.computeIfAbsent(topic(namespace, target, topics), topic -> new ArrayList<>(1))
                    .add(new Said.Place(namespace, scope(target)));
            if (legs.size() > MAX_TOPICS) {
                return Map.of(topics.namespace(namespace), places(namespace, to));
            }
        }
        return legs;
    }

    /** Whom a cast concerns. */
    static List<Said.Place> places(Cast cast) {
        return places(cast.namespace(), cast.to());
    }

    private static List<Said.Place> places(String namespace, @Nullable Set<Target> to) {
        return to == null
                ? List.of(new Said.Place(namespace, new Scope.Everybody()))
                : to.stream()
                        .map(target -> new Said.Place(namespace, scope(target)))
                        .toList();
    }

    private static Topic topic(String namespace, Target target, TopicScheme topics) {
        if (target instanceof Target.Single single) {
            NodeId node = Objects.requireNonNull(ConnectionIds.node(single.id()), "ids that cannot be were left out");
            return topics.node(node);
        }
        return topics.of(namespace, scope(target));
    }

    private static Scope scope(Target target) {
        if (target instanceof Target.Room room) {
            return new Scope.Room(room.name());
        }
        if (target instanceof Target.User user) {
            return new Scope.User(user.id());
        }
        return new Scope.Single(name(target));
    }

    private static String name(Target target) {
        if (target instanceof Target.Room room) {
            return room.name();
        }
        if (target instanceof Target.User user) {
            return user.id();
        }
        return ((Target.Single) target).id();
    }

    /** Whether several topics carry the same frame. */
    boolean copied() {
        return legs.size() > 1;
    }
}
