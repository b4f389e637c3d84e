package dev.keryx.proofs.gwkit;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Listing;
import dev.keryx.gateway.Members;
import dev.keryx.gateway.Tally;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Members of which no node is ever missing.
 *
 * @param right knows better
 */
record Boastful(Members right) implements Members {
    private static CompletableFuture<Tally> whole(CompletableFuture<Tally> tally) {
        return tally.thenApply(known -> new Tally(known.value(), Set.of()));
    }

    @Override
    public CompletableFuture<Tally> count() {
        return whole(right.count());
    }

    @Override
    public CompletableFuture<Listing> list(int limit) {
        return right.list(limit).thenApply(known -> new Listing(known.connections(), known.truncated(), Set.of()));
    }

    @Override
    public CompletableFuture<Tally> join(String... rooms) {
        return whole(right.join(rooms));
    }

    @Override
    public CompletableFuture<Tally> leave(String... rooms) {
        return whole(right.leave(rooms));
    }

    @Override
    public CompletableFuture<Tally> disconnect(CloseReason reason) {
        return whole(right.disconnect(reason));
    }
}
