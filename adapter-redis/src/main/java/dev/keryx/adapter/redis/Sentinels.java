package dev.keryx.adapter.redis;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import io.lettuce.core.RedisURI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The sentinels that an address names. Only what most of them say counts: two majorities have a sentinel in common, and none
 * goes back to a master it has given up, so that two servers are never both confirmed.
 */
final class Sentinels {
    private final List<Sentinel> all;
    private final String name;

    private Sentinels(List<Sentinel> all, String name) {
        this.all = all;
        this.name = name;
    }

    static Sentinels of(RedisURI uri, Dialer dialer, TimeSource clock) {
        List<Sentinel> named = uri.getSentinels().stream()
                .map(sentinel -> new Sentinel(() -> dialer.connectSentinel(sentinel), uri.getSentinelMasterId(), clock))
                .toList();
        return new Sentinels(named, Addresses.name(uri));
    }

    /** Where only one can be asked. */
    static Sentinels only(Sentinel sentinel) {
        return new Sentinels(List.of(sentinel), "a given client's sentinel");
    }

    /**
     * Asks them all, and waits for no more than it needs.
     *
     * @return the master, how long the last of those who name it has done so, and when the first of them was asked; fails
     *     {@code UNAVAILABLE} where no majority names one
     */
    CompletableFuture<Sentinel.View> ask() {
        Poll poll = new Poll();
        for (Sentinel sentinel : all) {
            CompletableFuture<Void> unused = sentinel.ask().handle((view, failure) -> {
                poll.count(view, failure);
                return null;
            });
        }
        return poll.result;
    }

    void close() {
        all.forEach(Sentinel::close);
    }

    private final class Poll {
        final CompletableFuture<Sentinel.View> result = new CompletableFuture<>();

        /** Guarded by this, like the two below. */
        private final Map<Node, Integer> votes = new HashMap<>();

        /** What all who name a node say together. */
        private final Map<Node, Sentinel.View> views = new HashMap<>();

        private int answers;

        synchronized void count(Sentinel.@Nullable View view, @Nullable Throwable failure) {
            answers++;
            if (view != null) {
                Sentinel.View together = views.merge(view.master(), view, Sentinel.View::with);
                if (votes.merge(view.master(), 1, Integer::sum) > all.size() / 2) {
                    result.complete(together);
                }
            }
            if (answers == all.size()) {
                result.completeExceptionally(undecided(failure));
            }
        }

        private KeryxException undecided(@Nullable Throwable last) {
            return new KeryxException(
                    ErrorCode.UNAVAILABLE,
                    "no majority names the master, " + name + ": they say " + votes,
                    last == null ? null : Failures.unwrap(last));
        }
    }
}
