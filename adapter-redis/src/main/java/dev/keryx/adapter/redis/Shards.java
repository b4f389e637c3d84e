package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.Sink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The links of a sharded one: one to each node that is needed, made when it is. The loss of one revokes its own filters; the
 * loss of the last one is the end of all.
 */
final class Shards {
    /** How a node is reached; the link to it reports to this sink. */
    interface Reach {
        CompletableFuture<RedisLink> node(Node node, Sink sink);
    }

    private final Slots slots;
    private final Reach reach;
    private final Sink sink;
    private final Failures failures;
    private final Map<Node, Shard> shards = new ConcurrentHashMap<>();
    private final AtomicBoolean ending = new AtomicBoolean();

    Shards(Slots slots, Reach reach, Sink sink, Failures failures) {
        this.slots = slots;
        this.reach = reach;
        this.sink = sink;
        this.failures = failures;
    }

    Collection<Shard> all() {
        return shards.values();
    }

    /** Those that answered when they were asked last. */
    List<Shard> lively() {
        return shards.values().stream().filter(Shard::isLively).toList();
    }

    boolean isOver() {
        return ending.get();
    }

    /** The link to a node, perhaps still on the way there. */
    Shard at(Node node) {
        Shard known = shards.get(node);
        if (known != null) {
            return known;
        }
        ShardSink reports = new ShardSink();
        CompletableFuture<RedisLink> reached = new CompletableFuture<>();
        Shard made = new Shard(node, reached);
        reports.shard = made;
        Shard faster = shards.putIfAbsent(node, made);
        if (faster != null) {
            return faster;
        }
        CompletableFuture<Void> unused = reach.node(node, reports).handle((link, failure) -> {
            reached(made, reached, link, failure);
            return null;
        });
        return made;
    }

    private void reached(
            Shard shard, CompletableFuture<RedisLink> reached, @Nullable RedisLink link, @Nullable Throwable failure) {
        if (link == null) {
            slots.lost(shard.node());
            shards.remove(shard.node(), shard);
            reached.completeExceptionally(failure == null ? failures.notConnected(null) : failures.ofConnect(failure));
            endIfNothingIsLeft(failures.lost(failure));
            return;
        }
        slots.reached(shard.node());
        boolean wanted = reached.complete(link);
        if (!wanted) {
            shards.remove(shard.node(), shard);
            endIfNothingIsLeft(failures.notConnected(null));
        }
        if (!wanted || ending.get()) {
            CompletableFuture<Void> unused = link.close();
        }
    }

    /** Nobody knows what is live there. */
    void forgo(Shard shard, Throwable failure) {
        RedisLink link = shard.link();
        if (link != null) {
            link.end(failures.lost(failure));
        }
    }

    /** Leaves the nodes that serve nothing any more. */
    void leaveIdle() {
        shards.values().forEach(this::leaveIfIdle);
    }

    private void leaveIfIdle(Shard shard) {
        RedisLink link = shard.link();
        boolean others = shards.values().stream().anyMatch(other -> other != shard && other.isLively());
        if (!others || slots.owns(shard.node())) {
            return;
        }
        if (link == null) {
            shard.giveUp(failures.left("it serves no slot"));
        } else if (link.filters().isEmpty()) {
            link.end(failures.left("it serves no slot"));
        }
    }

    CompletableFuture<Void> close() {
        ending.set(true);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Shard shard : shards.values()) {
            RedisLink link = shard.link();
            if (link != null) {
                all.add(link.close());
            }
        }
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    }

    private void lost(Shard shard, Throwable cause) {
        slots.lost(shard.node());
        shards.remove(shard.node(), shard);
        RedisLink link = shard.link();
        Set<TopicFilter> revoked = link == null ? Set.of() : link.filters();
        if (!revoked.isEmpty() && !ending.get()) {
            sink.revoked(revoked, cause);
        }
        endIfNothingIsLeft(cause);
    }

    private void endIfNothingIsLeft(Throwable cause) {
        if (shards.isEmpty() && ending.compareAndSet(false, true)) {
            sink.lost(cause);
        }
    }

    /** What one node's link reports, as far as it concerns that node's filters. */
    private final class ShardSink implements Sink {
        private volatile @Nullable Shard shard;

        @Override
        public void frame(@Nullable TopicFilter via, Topic topic, Payload bytes) {
            Shard mine = shard;
            if (!ending.get() && mine != null && mine.trusts(via)) {
                sink.frame(via, topic, bytes);
            }
        }

        @Override
        public void missed(Set<TopicFilter> filters, Throwable cause) {
            Shard mine = shard;
            RedisLink link = mine == null ? null : mine.link();
            Set<TopicFilter> theirs = link == null ? Set.of() : link.filters();
            if (!theirs.isEmpty() && !ending.get()) {
                sink.missed(theirs, cause);
            }
        }

        @Override
        public void revoked(Set<TopicFilter> filters, Throwable cause) {
            if (!ending.get()) {
                sink.revoked(filters, cause);
            }
        }

        @Override
        public void lost(Throwable cause) {
            Shard mine = shard;
            if (mine != null) {
                Shards.this.lost(mine, cause);
            }
        }
    }
}
