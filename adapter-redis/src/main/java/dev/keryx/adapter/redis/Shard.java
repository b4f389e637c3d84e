package dev.keryx.adapter.redis;

import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One node of a sharded link, from the attempt to reach it to its loss. What is sent before it is reached waits, in order. */
final class Shard {
    private record Waiting(Topic topic, Frame frame, CompletableFuture<Void> sent) {}

    private final Node node;
    private final CompletableFuture<RedisLink> reached;

    /** Guarded by this; empty for good once the attempt is over. */
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    /** To send by at once. Written under this object's lock, when nothing waits any more. */
    private volatile @Nullable RedisLink direct;

    private volatile @Nullable CompletableFuture<Void> beat;

    /** Asked for here, and nobody knows yet whether this is the right place. */
    private final Set<TopicFilter> doubtful = ConcurrentHashMap.newKeySet();

    Shard(Node node, CompletableFuture<RedisLink> reached) {
        this.node = node;
        this.reached = reached;
        CompletableFuture<Void> unused = reached.handle((up, failure) -> {
            settle(up, failure);
            return null;
        });
    }

    Node node() {
        return node;
    }

    /** Fails where the node could not be reached. */
    CompletableFuture<RedisLink> reached() {
        return reached;
    }

    /** The same, which fails in time too; the node may still be reached later. */
    CompletableFuture<RedisLink> reachedWithin(Duration patience, TimeSource clock) {
        CompletableFuture<RedisLink> soon = reached.copy();
        if (!soon.isDone()) {
            Failures failures = new Failures(node.toString());
            Registration timer = clock.after(patience, () -> soon.completeExceptionally(failures.notConnected(null)));
            CompletableFuture<Void> unused = soon.handle((link, failure) -> {
                timer.close();
                return null;
            });
        }
        return soon;
    }

    /** Nobody is to wait for it any more; without effect once it is reached. */
    void giveUp(KeryxException why) {
        reached.completeExceptionally(why);
    }

    /** Null before it is reached; there as soon as anybody can know, even while what has waited is still being sent. */
    @Nullable
    RedisLink link() {
        return reached.isDone() && !reached.isCompletedExceptionally() ? reached.join() : null;
    }

    /** What comes for these does not count until they are trusted. */
    void doubt(Set<TopicFilter> filters) {
        doubtful.addAll(filters);
    }

    void trust(Set<TopicFilter> filters) {
        doubtful.removeAll(filters);
    }

    boolean trusts(@Nullable TopicFilter via) {
        return via == null || !doubtful.contains(via);
    }

    CompletableFuture<Void> send(Topic topic, Frame frame) {
        RedisLink up = direct;
        if (up != null) {
            return up.send(topic, frame);
        }
        synchronized (this) {
            up = direct;
            if (up == null && !reached.isCompletedExceptionally()) {
                Waiting last = new Waiting(topic, frame, new CompletableFuture<>());
                waiting.add(last);
                return last.sent;
            }
        }
        return up != null ? up.send(topic, frame) : reached.thenAccept(never -> {});
    }

    private void settle(@Nullable RedisLink up, @Nullable Throwable failure) {
        synchronized (this) {
            for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
                CompletableFuture<Void> sent = next.sent;
                if (up != null) {
                    relay(up.send(next.topic, next.frame), sent);
                } else if (failure != null) {
                    sent.completeExceptionally(Failures.unwrap(failure));
                }
            }
            direct = up;
        }
    }

    private static void relay(CompletableFuture<Void> from, CompletableFuture<Void> to) {
        CompletableFuture<Void> unused = from.whenComplete((done, failure) -> {
            if (failure == null) {
                to.complete(null);
            } else {
                to.completeExceptionally(Failures.unwrap(failure));
            }
        });
    }

    /** A round trip, one at a time; a node that does not answer in time is left, and no other with it. */
    CompletableFuture<Void> beat(RedisLink up, TimeSource clock, Duration limit) {
        CompletableFuture<Void> before = beat;
        if (before != null && !before.isDone()) {
            return before;
        }
        CompletableFuture<Void> ping = up.ping();
        beat = ping;
        KeryxException silent = up.failures().left("no answer to a heartbeat within " + limit.toMillis() + " ms");
        Registration timer = clock.after(limit, () -> {
            ping.completeExceptionally(silent);
            up.end(silent);
        });
        CompletableFuture<Void> unused = ping.whenComplete((answered, failure) -> timer.close());
        return ping;
    }

    /** Whether it answered when it was asked last; one that was asked in vain is about to be left, and no reason to leave others. */
    boolean isLively() {
        CompletableFuture<Void> last = beat;
        return link() != null && (last == null || (last.isDone() && !last.isCompletedExceptionally()));
    }
}
