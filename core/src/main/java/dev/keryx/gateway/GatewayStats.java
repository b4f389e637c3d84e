package dev.keryx.gateway;

/**
 * Counts of one gateway since its start; {@code links}, {@code connections} and {@code rooms} are as of now.
 *
 * @param links open wires
 * @param connections presences in namespaces
 * @param rooms rooms with a member on this node
 * @param received events from clients
 * @param emitted broadcasts and sends begun on this node or received from others
 * @param delivered frames of events handed to links
 * @param dropped events that a slow connection lost, or that were on their way when it ended
 * @param handlerFailures exceptions out of handlers
 * @param refused times that a limit or rule turned a client away, refused what it asked for, or closed its link
 * @param readPauses times a link was not read for a while because its handler or its rate was over the bound
 */
public record GatewayStats(
        long links,
        long connections,
        long rooms,
        long received,
        long emitted,
        long delivered,
        long dropped,
        long handlerFailures,
        long refused,
        long readPauses) {}
