package dev.keryx.gateway.link;

import dev.keryx.JsonArgs;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to an audience, on this node or between nodes.
 *
 * @param namespace the namespace's path
 * @param to null: everybody; empty: nobody
 * @param except always wins
 * @param delivery how much it matters
 * @param event the event's name
 * @param args its arguments
 */
public record Cast(
        String namespace,
        @Nullable Set<Target> to,
        Set<Target> except,
        Delivery delivery,
        String event,
        JsonArgs args) {}
