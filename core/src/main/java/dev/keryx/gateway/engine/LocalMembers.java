package dev.keryx.gateway.engine;

import dev.keryx.NodeId;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.Listing;
import dev.keryx.gateway.Members;
import dev.keryx.gateway.Tally;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who is in an audience, as far as this node can tell: its own part is exact, the other nodes are named as missing. Asking
 * them comes later.
 */
final class LocalMembers implements Members {
    private static final int MOST_LISTED = 10_000;

    private final Site site;
    private final Space space;
    /** Looked up anew for each question. */
    private final Supplier<Recipients> recipients;

    private final boolean local;

    LocalMembers(Site site, Space space, Supplier<Recipients> recipients, boolean local) {
        this.site = site;
        this.space = space;
        this.recipients = recipients;
        this.local = local;
    }

    private Set<NodeId> missing() {
        return local || site.relay == null ? Set.of() : site.relay.others();
    }

    private <T> CompletableFuture<T> survey(Function<List<Presence>, T> result) {
        return site.callbacks.copy(
                Survey.of(site, space.path(), recipients.get()).thenApply(result));
    }

    @Override
    public CompletableFuture<Tally> count() {
        return survey(found -> new Tally(found.size(), missing()));
    }

    @Override
    public CompletableFuture<Listing> list(int limit) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw new IllegalArgumentException("a listing has from 1 to " + MOST_LISTED + " entries, not " + limit);
        }
        return survey(found -> {
            List<ConnectionInfo> infos =
                    found.stream().limit(limit).map(Presence::info).toList();
            return new Listing(infos, found.size() > limit, missing());
        });
    }

    @Override
    public CompletableFuture<Tally> join(String... rooms) {
        for (String room : rooms) {
            Space.requireRoom(room);
        }
        return site.callbacks.copy(
                Survey.of(site, space.path(), recipients.get()).thenCompose(found -> join(found, rooms)));
    }

    /** Counts those that joined: one over its bound of rooms, or gone meanwhile, did not. */
    private CompletableFuture<Tally> join(List<Presence> found, String... rooms) {
        List<CompletableFuture<Integer>> joins = found.stream()
                .map(presence -> presence.join(rooms).handle((joined, failure) -> failure == null ? 1 : 0))
                .toList();
        return CompletableFuture.allOf(joins.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Tally(
                        joins.stream().mapToInt(CompletableFuture::join).sum(), missing()));
    }

    @Override
    public CompletableFuture<Tally> leave(String... rooms) {
        return survey(found -> {
            found.forEach(presence -> presence.leave(rooms));
            return new Tally(found.size(), missing());
        });
    }

    @Override
    public CompletableFuture<Tally> disconnect(CloseReason reason) {
        Objects.requireNonNull(reason, "reason");
        return survey(found -> {
            found.forEach(presence -> presence.close(reason));
            return new Tally(found.size(), missing());
        });
    }
}
