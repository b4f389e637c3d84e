package dev.keryx.gateway;

import java.util.concurrent.CompletableFuture;

/** Who is in an audience, and what can be done with them. Answers name the nodes that did not answer; none waits for a dead one. */
public interface Members {
    CompletableFuture<Tally> count();

    /** @param limit at most this many, from 1 to 10,000 */
    CompletableFuture<Listing> list(int limit);

    /** Makes them join rooms; the tally counts connections. */
    CompletableFuture<Tally> join(String... rooms);

    /** Makes them leave rooms; the tally counts connections. */
    CompletableFuture<Tally> leave(String... rooms);

    /** Ends their connections; the tally counts them. */
    CompletableFuture<Tally> disconnect(CloseReason reason);
}
