package dev.keryx.cluster;

import dev.keryx.NodeId;

/**
 * One frame between nodes, decoded.
 *
 * @param node whose it is
 * @param incarnation which of that node's starts
 */
record Frame(NodeId node, int incarnation, FrameId id, Said said) {}
