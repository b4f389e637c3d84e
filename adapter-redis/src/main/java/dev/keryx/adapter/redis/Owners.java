package dev.keryx.adapter.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who serves which slot, as somebody says. */
final class Owners {
    /** Nobody has said anything yet. */
    static final Owners UNKNOWN = new Owners();

    private record Owner(Node node, @Nullable String id) {}

    /** Null where nobody serves the slot. */
    private final @Nullable Owner[] bySlot;

    Owners() {
        this(new @Nullable Owner[SlotHash.SLOT_COUNT]);
    }

    private Owners(@Nullable Owner[] bySlot) {
        this.bySlot = bySlot;
    }

    /** For whoever is still making it. */
    void put(int first, int last, Node node, String id) {
        Arrays.fill(bySlot, first, last + 1, new Owner(node, id));
    }

    /** The same but for one slot. */
    Owners with(int slot, Node node, @Nullable String id) {
        Owners changed = new Owners(bySlot.clone());
        changed.bySlot[slot] = new Owner(node, id);
        return changed;
    }

    @Nullable
    Node of(RedisName channel) {
        Owner owner = owner(channel);
        return owner == null ? null : owner.node;
    }

    /** What the cluster calls the one that serves it; null where that is not known. */
    @Nullable
    String id(RedisName channel) {
        Owner owner = owner(channel);
        return owner == null ? null : owner.id;
    }

    private @Nullable Owner owner(RedisName channel) {
        return bySlot[SlotHash.getSlot(channel.bytes())];
    }

    boolean include(Node node) {
        return Arrays.stream(bySlot).anyMatch(owner -> owner != null && owner.node.equals(node));
    }
}
