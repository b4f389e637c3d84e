package dev.keryx.gateway;

import dev.keryx.NodeId;
import java.util.List;
import java.util.Set;

/**
 * Connections over the cluster.
 *
 * @param connections of the nodes that answered
 * @param truncated whether there are more than were asked for
 * @param missing nodes that did not answer
 */
public record Listing(List<ConnectionInfo> connections, boolean truncated, Set<NodeId> missing) {}
