package dev.keryx.adapter.redis;

import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.Frame;
import dev.keryx.bus.transport.Sink;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose topics are spread over its masters: a link to each that is needed, made when it is. The loss of one
 * revokes its own filters; the loss of the last one is the end.
 */
final class ShardedLink implements BusLink {
    /** How a node is reached; the link to it reports to this sink. */
    interface Reach {
        CompletableFuture<RedisLink> node(Node node, Sink sink);
    }

    private final Settings settings;
    private final Slots slots;
    private final Reach reach;
    private final Sink sink;
    private final Failures failures;
    private final Map<Node, Shard> shards = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();

    ShardedLink(Settings settings, Slots slots, Reach reach, Sink sink, Failures failures) {
        this.settings = settings;
        this.slots = slots;
        this.reach = reach;
        this.sink = sink;
        this.failures = failures;
    }

    /** Begins at one node; all others are learnt from it. */
    CompletableFuture<BusLink> begin(Node first) {
        return shard(first).reached().thenCompose(link -> learn(first, link)).thenApply(learnt -> this);
    }

    private CompletableFuture<Void> learn(Node node, RedisLink link) {
        return link.ask(CommandType.CLUSTER, "SLOTS").thenAccept(ranges -> slots.learn(ranges, node));
    }

    /** The link to a node, perhaps still on the way there. */
    private Shard shard(Node node) {
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

    @Override
    public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
        if (ending.get()) {
            return CompletableFuture.failedFuture(failures.notConnected(null));
        }
        return addAt(filters).thenCompose(refused -> {
            Set<TopicFilter> again = new HashSet<>();
            refused.forEach((filter, why) -> {
                if (why.retryable()) {
                    again.add(filter);
                }
            });
            return again.isEmpty()
                    ? CompletableFuture.completedFuture(refused)
                    : refresh().thenCompose(learnt -> addAt(again)).thenApply(still -> {
                        again.forEach(refused::remove);
                        refused.putAll(still);
                        return refused;
                    });
        });
    }

    /** Each at the node that serves it, as far as is known; one that cannot be asked for there may be so later. */
    private CompletableFuture<Map<TopicFilter, KeryxException>> addAt(Set<TopicFilter> filters) {
        Map<TopicFilter, KeryxException> refused = new ConcurrentHashMap<>();
        Map<Node, Set<TopicFilter>> byNode = new HashMap<>();
        for (TopicFilter filter : filters) {
            Node owner = slots.owner(settings.names().of(filter));
            if (owner == null) {
                refused.put(filter, failures.notYet(filter, failures.notConnected(null)));
            } else {
                byNode.computeIfAbsent(owner, node -> new HashSet<>()).add(filter);
            }
        }
        List<CompletableFuture<Void>> all = new ArrayList<>();
        byNode.forEach((node, group) -> all.add(addAt(node, group, refused)));
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).thenApply(done -> refused);
    }

    private CompletableFuture<Void> addAt(
            Node node, Set<TopicFilter> filters, Map<TopicFilter, KeryxException> refused) {
        Shard shard = shard(node);
        return shard.reached().thenCompose(link -> link.add(filters)).handle((theirs, failure) -> {
            if (failure != null) {
                forgo(shard, failure);
                filters.forEach(filter -> refused.put(filter, failures.notYet(filter, failure)));
            } else {
                theirs.values().forEach(why -> redirected(node, why));
                refused.putAll(theirs);
            }
            return null;
        });
    }

    /** Nobody knows what is live there. */
    private void forgo(Shard shard, Throwable failure) {
        RedisLink link = shard.link();
        if (link != null) {
            link.end(failures.lost(failure));
        }
    }

    @Override
    public CompletableFuture<Void> remove(Set<TopicFilter> filters) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Shard shard : shards.values()) {
            RedisLink link = shard.link();
            Set<TopicFilter> theirs = link == null ? new HashSet<>() : link.filters();
            theirs.retainAll(filters);
            if (link != null && !theirs.isEmpty()) {
                all.add(link.remove(theirs).exceptionally(failure -> {
                    forgo(shard, failure);
                    return null;
                }));
            }
        }
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    }

    @Override
    public CompletableFuture<Void> send(Topic topic, Frame frame) {
        Node owner = slots.owner(settings.names().channel(topic));
        if (owner == null || ending.get()) {
            return CompletableFuture.failedFuture(failures.notConnected(null));
        }
        CompletableFuture<Void> sent = shard(owner).send(topic, frame);
        CompletableFuture<Void> unused = sent.whenComplete((taken, failure) -> redirected(owner, failure));
        return sent;
    }

    /** A node that says who serves a slot now is believed at once. */
    private void redirected(Node asked, @Nullable Throwable failure) {
        Redirect redirect = failure == null ? null : Redirect.of(failure);
        if (redirect != null && redirect.forGood()) {
            slots.moved(redirect.slot(), Node.parse(redirect.address(), asked));
        }
    }

    /** Asks another lively node each time who serves what; where none answers, what is known stays. */
    private CompletableFuture<Void> refresh() {
        List<Shard> lively = shards.values().stream().filter(Shard::isLively).toList();
        if (lively.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Shard asked = lively.get(Math.floorMod(turn.getAndIncrement(), lively.size()));
        return asked.reached().thenCompose(link -> learn(asked.node(), link)).handle((learnt, failure) -> null);
    }

    /** Succeeds as soon as one node answers; each that does not is left by itself, before the engine would leave them all. */
    @Override
    public CompletableFuture<Void> ping() {
        tidy();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        List<CompletableFuture<Void>> beats = new ArrayList<>();
        for (Shard shard : shards.values()) {
            RedisLink link = shard.link();
            if (link != null) {
                beats.add(shard.beat(
                        link,
                        settings.clock(),
                        settings.heartbeat().multipliedBy(3).dividedBy(4)));
            }
        }
        for (CompletableFuture<Void> beat : beats) {
            CompletableFuture<Void> unused = beat.thenAccept(answer::complete);
        }
        CompletableFuture<Void> unused = CompletableFuture.allOf(beats.toArray(new CompletableFuture<?>[0]))
                .whenComplete((all, failure) -> {
                    if (failure == null) {
                        answer.complete(null);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    /**
     * Learns who serves what now, and leaves nodes that serve nothing any more. A node that does not answer keeps nobody from
     * asking another with the next heartbeat.
     */
    private void tidy() {
        CompletableFuture<Void> unused =
                refresh().thenAccept(learnt -> shards.values().forEach(this::leaveIfIdle));
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

    @Override
    public CompletableFuture<Void> close() {
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

    @Override
    public int maxFrameBytes() {
        return settings.maxFrameBytes();
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
            if (!ending.get()) {
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
                ShardedLink.this.lost(mine, cause);
            }
        }
    }
}
