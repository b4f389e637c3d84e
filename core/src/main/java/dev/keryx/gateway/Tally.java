package dev.keryx.gateway;

import dev.keryx.NodeId;
import java.util.Set;

/**
 * A count over the cluster.
 *
 * @param value over the nodes that answered
 * @param missing nodes that did not
 */
public record Tally(long value, Set<NodeId> missing) {}
