package dev.keryx.gateway;

import java.util.concurrent.CompletableFuture;

/**
 * What became of an emit. Drops of slow connections happen later and go to {@link GatewayStats} and the observer.
 *
 * @param local connections of this node it was queued for: exact for one room, an upper bound for a union
 * @param relayed completes when the bus has taken it for the other nodes; at once where there is none. Fails as
 *     a publish on the bus does: local clients have it, the others will hear of a gap
 */
public record Receipt(int local, CompletableFuture<Void> relayed) {}
