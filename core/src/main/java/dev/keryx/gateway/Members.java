package dev.keryx.gateway;

import java.util.concurrent.CompletableFuture;

/** Who is in an audience, and what can be done with them. Answers name the nodes that did not answer; none waits for a dead one. */
public interface Members {
    /** {@return how many connections there are, as of when each node was asked} */
    CompletableFuture<Tally> count();

    /**
     * Lists them, in no particular order.
     *
     * @param limit at most this many, from 1 to 10,000
     * @return says whether there are more
     * @throws IllegalArgumentException where the limit is out of bounds
     */
    CompletableFuture<Listing> list(int limit);

    /**
     * Makes them join rooms; the tally counts those that did, not those over their bound or gone meanwhile.
     *
     * @param rooms their names
     * @return completes when the joins do, see {@link Connection#join}
     * @throws IllegalArgumentException where one cannot be a room's name
     */
    CompletableFuture<Tally> join(String... rooms);

    /**
     * Makes them leave rooms; the tally counts connections.
     *
     * @param rooms their names
     * @return completes when they have left
     */
    CompletableFuture<Tally> leave(String... rooms);

    /**
     * Ends their connections; the tally counts them.
     *
     * @param reason tells the clients too whether to come back
     * @return completes when their ends have begun
     */
    CompletableFuture<Tally> disconnect(CloseReason reason);
}
