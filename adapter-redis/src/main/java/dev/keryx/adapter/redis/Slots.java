package dev.keryx.adapter.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which node serves which slot, as far as is known. Replaced as a whole, or slot by slot as nodes tell; read by any thread. */
final class Slots {
    /** Where addresses change for ever, old ones are forgotten. */
    private static final int MOST_ABSENT = 1_000;

    /** The same for what is remembered of nodes that no answer names any more. */
    static final int MOST_REMEMBERED = 1_000;

    /** Written under this object's lock. */
    private volatile Owners owners = Owners.UNKNOWN;

    private volatile Set<Node> all = Set.of();

    /** By a node's id, all that ever served a slot together with it; guarded by this, like the one below. */
    private final Map<String, Set<String>> fellows = new HashMap<>();

    private final Map<Node, String> ids = new HashMap<>();

    /** Nodes that were lost or not reached when they were tried last: others are asked first. */
    private final Set<Node> absent = ConcurrentHashMap.newKeySet();

    @Nullable
    Node owner(RedisName channel) {
        return owners.of(channel);
    }

    /** Masters and replicas that are well. */
    Set<Node> all() {
        return all;
    }

    void lost(Node node) {
        if (absent.size() >= MOST_ABSENT) {
            absent.clear();
        }
        absent.add(node);
    }

    void reached(Node node) {
        absent.remove(node);
    }

    boolean isAbsent(Node node) {
        return absent.contains(node);
    }

    boolean owns(Node node) {
        return owners.include(node);
    }

    /** Takes over the answer to CLUSTER SLOTS of this node, and gives back what it says. */
    synchronized Owners learn(List<Object> ranges, Node asked) {
        Owners learnt = new Owners();
        Set<Node> known = new LinkedHashSet<>();
        for (Object range : ranges) {
            List<?> parts = Questions.list(range);
            Set<String> together = new HashSet<>();
            for (Object each : parts.subList(2, parts.size())) {
                List<?> node = Questions.list(each);
                known.add(node(node, asked));
                ids.put(node(node, asked), Questions.text(node.get(2)));
                together.add(Questions.text(node.get(2)));
            }
            together.forEach(
                    id -> fellows.computeIfAbsent(id, first -> new HashSet<>()).addAll(together));
            List<?> owner = Questions.list(parts.get(2));
            learnt.put(
                    Questions.number(parts.get(0)),
                    Questions.number(parts.get(1)),
                    node(owner, asked),
                    Questions.text(owner.get(2)));
        }
        owners = learnt;
        all = new HashSet<>(known);
        if (ids.size() > MOST_REMEMBERED || fellows.size() > MOST_REMEMBERED) {
            forgetOthers();
        }
        return learnt;
    }

    /** Whether another node than this one serves the channel, as somebody says who may call nodes by other addresses. */
    synchronized boolean isAnothers(RedisName channel, Node node, Owners said) {
        String id = ids.get(node);
        String owner = said.id(channel);
        return id != null && owner != null && !id.equals(owner);
    }

    /** A node that is forgotten counts as unknown, which may concern everybody. */
    private void forgetOthers() {
        ids.keySet().retainAll(all);
        fellows.keySet().retainAll(ids.values());
        fellows.values().forEach(together -> together.retainAll(fellows.keySet()));
    }

    /** Whether a node may hand our node what is published to a slot of ours: not if it always was known to serve others only. */
    synchronized boolean mayConcern(Node ours, String id) {
        Set<String> its = fellows.get(id);
        return its == null || its.contains(ids.getOrDefault(ours, id));
    }

    /** A node that does not know its own name leaves it out. */
    private static Node node(List<?> parts, Node asked) {
        Object host = parts.get(0);
        String name = host == null ? "" : Questions.text(host);
        return new Node(
                name.isEmpty() || name.equals("?") ? asked.host() : name,
                Questions.number(Objects.requireNonNull(parts.get(1))));
    }

    /** A node says who serves a slot now. */
    synchronized void moved(int slot, Node owner) {
        owners = owners.with(slot, owner, ids.get(owner));
    }
}
