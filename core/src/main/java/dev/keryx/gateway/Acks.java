package dev.keryx.gateway;

import dev.keryx.NodeId;
import java.util.Map;
import java.util.Set;

/**
 * The answers to a broadcast, by connection id.
 *
 * @param replies who answered, with what
 * @param refusals who answered with an error
 * @param missing who did not answer in time, or left before answering
 * @param missingNodes nodes that did not say whom they had asked
 */
public record Acks(
        Map<String, Args> replies, Map<String, Refusal> refusals, Set<String> missing, Set<NodeId> missingNodes) {}
