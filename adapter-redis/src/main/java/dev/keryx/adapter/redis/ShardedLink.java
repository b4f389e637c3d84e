package dev.keryx.adapter.redis;

import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.Frame;
import dev.keryx.bus.transport.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cluster whose topics are spread over its masters: each is asked and told by the link to the node that serves its slot.
 */
final class ShardedLink implements BusLink {
    /** How long filters wait for a node to be reached: twice, with a question between, within the engine's ten seconds. */
    static final Duration REACH_PATIENCE = Duration.ofSeconds(2);

    private final Settings settings;
    private final Slots slots;
    private final Failures failures;
    private final Shards shards;
    private final Scout scout;

    ShardedLink(Settings settings, Slots slots, Shards.Reach reach, Sink sink, Failures failures) {
        this.settings = settings;
        this.slots = slots;
        this.failures = failures;
        this.shards = new Shards(slots, reach, sink, failures);
        this.scout = new Scout(shards, slots, settings.clock());
    }

    /** Begins at one node; all others are learnt from it. */
    CompletableFuture<Void> begin(Node first) {
        return scout.ask(shards.at(first)).thenAccept(said -> {});
    }

    @Override
    public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
        if (shards.isOver()) {
            return CompletableFuture.failedFuture(failures.notConnected(null));
        }
        Map<Node, Throwable> unreached = new ConcurrentHashMap<>();
        return addAt(filters, unreached).thenCompose(refused -> {
            Set<TopicFilter> again = new HashSet<>();
            refused.forEach((filter, why) -> {
                if (why.retryable()) {
                    again.add(filter);
                }
            });
            return again.isEmpty()
                    ? CompletableFuture.completedFuture(refused)
                    : scout.look()
                            .thenCompose(learnt -> addAt(again, unreached))
                            .thenApply(still -> {
                                again.forEach(refused::remove);
                                refused.putAll(still);
                                return refused;
                            });
        });
    }

    /**
     * Each at the node that serves it, as far as is known; one that cannot be asked for there may be so later.
     *
     * @param unreached why nodes could not be asked just before, which are not tried again so soon
     */
    private CompletableFuture<Map<TopicFilter, KeryxException>> addAt(
            Set<TopicFilter> filters, Map<Node, Throwable> unreached) {
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
        byNode.forEach((node, group) -> {
            Throwable before = unreached.get(node);
            all.add((before == null ? addAt(node, group) : failed(before)).handle((theirs, failure) -> {
                if (failure != null) {
                    unreached.put(node, failure);
                    group.forEach(filter -> refused.put(filter, failures.notYet(filter, failure)));
                } else {
                    theirs.values().forEach(why -> scout.heed(node, why));
                    refused.putAll(theirs);
                }
                return null;
            }));
        });
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).thenApply(done -> refused);
    }

    private static CompletableFuture<Map<TopicFilter, KeryxException>> failed(Throwable why) {
        return CompletableFuture.failedFuture(why);
    }

    private CompletableFuture<Map<TopicFilter, KeryxException>> addAt(Node node, Set<TopicFilter> filters) {
        Shard shard = shards.at(node);
        shard.doubt(filters);
        return shard.reachedWithin(REACH_PATIENCE, settings.clock())
                .thenCompose(link -> link.add(filters)
                        .thenCompose(theirs -> withoutStrays(shard, link, filters, theirs))
                        .whenComplete((theirs, failure) -> {
                            if (failure != null) {
                                shards.forgo(shard, failure);
                            }
                        }))
                .whenComplete((theirs, failure) -> shard.trust(filters));
    }

    /**
     * A master that has become a replica takes subscriptions as before, but the new master does not hand it what it is
     * given until it knows it: so a node must say that it serves what it took, after it took it.
     */
    private CompletableFuture<Map<TopicFilter, KeryxException>> withoutStrays(
            Shard shard, RedisLink link, Set<TopicFilter> filters, Map<TopicFilter, KeryxException> refused) {
        Set<TopicFilter> strays = new HashSet<>(filters);
        strays.removeAll(refused.keySet());
        if (strays.isEmpty()) {
            return CompletableFuture.completedFuture(refused);
        }
        return scout.ask(shard).thenCompose(said -> {
            strays.removeIf(filter -> !slots.isAnothers(settings.names().of(filter), shard.node(), said));
            return strays.isEmpty() ? CompletableFuture.completedFuture(refused) : takenBack(link, strays, refused);
        });
    }

    private CompletableFuture<Map<TopicFilter, KeryxException>> takenBack(
            RedisLink link, Set<TopicFilter> strays, Map<TopicFilter, KeryxException> refused) {
        return link.remove(strays).thenApply(gone -> {
            KeryxException why = link.failures().left("it has become a replica");
            Map<TopicFilter, KeryxException> all = new HashMap<>(refused);
            strays.forEach(stray -> all.put(stray, failures.notYet(stray, why)));
            return all;
        });
    }

    @Override
    public CompletableFuture<Void> remove(Set<TopicFilter> filters) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Shard shard : shards.all()) {
            RedisLink link = shard.link();
            Set<TopicFilter> theirs = link == null ? new HashSet<>() : link.filters();
            theirs.retainAll(filters);
            if (link != null && !theirs.isEmpty()) {
                all.add(link.remove(theirs).exceptionally(failure -> {
                    shards.forgo(shard, failure);
                    return null;
                }));
            }
        }
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
    }

    @Override
    public CompletableFuture<Void> send(Topic topic, Frame frame) {
        Node owner = slots.owner(settings.names().channel(topic));
        if (owner == null || shards.isOver()) {
            scout.lookSoon();
            return CompletableFuture.failedFuture(failures.notConnected(null));
        }
        CompletableFuture<Void> sent = shards.at(owner).send(topic, frame);
        CompletableFuture<Void> unused = sent.whenComplete((taken, failure) -> scout.heed(owner, failure));
        return sent;
    }

    /**
     * Succeeds as soon as one node answers; each that does not is left by itself, before the engine would leave them all. A
     * node that does not answer keeps nobody from asking another, with the next heartbeat, who serves what.
     */
    @Override
    public CompletableFuture<Void> ping() {
        CompletableFuture<Void> unused = scout.look().thenAccept(learnt -> shards.leaveIdle());
        Duration limit = settings.heartbeat().multipliedBy(3).dividedBy(4);
        List<CompletableFuture<Void>> beats = new ArrayList<>();
        for (Shard shard : shards.all()) {
            RedisLink link = shard.link();
            if (link != null) {
                beats.add(shard.beat(link, settings.clock(), limit));
            }
        }
        return anyOf(beats);
    }

    /** Succeeds with the first that does, and fails only when all have ended. */
    private static CompletableFuture<Void> anyOf(List<CompletableFuture<Void>> beats) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        beats.forEach(beat -> {
            CompletableFuture<Void> unused = beat.thenAccept(answer::complete);
        });
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

    @Override
    public CompletableFuture<Void> close() {
        return shards.close();
    }

    @Override
    public int maxFrameBytes() {
        return settings.maxFrameBytes();
    }
}
