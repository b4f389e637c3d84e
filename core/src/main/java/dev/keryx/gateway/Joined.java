package dev.keryx.gateway;

import java.util.Set;

/**
 * The outcome of a join.
 *
 * @param rooms that were asked for
 * @param clusterWide whether other nodes' emits to all of them arrive too, from now on; false where the bus is down or
 *     slow, in which case a gap follows once they do
 */
public record Joined(Set<String> rooms, boolean clusterWide) {}
