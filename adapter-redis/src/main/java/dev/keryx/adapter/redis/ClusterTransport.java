package dev.keryx.adapter.redis;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Capability;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Sink;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Redis Cluster: classic Pub/Sub over any one of its nodes, sharded Pub/Sub over all masters that are needed. An attempt to
 * open asks one node after the other, those that were known last and those that were named, and those that were lost at the end.
 */
final class ClusterTransport implements BusTransport {
    private final Seeds seeds;
    private final Dialers dialers;
    private final Settings settings;
    private final Failures failures;

    /** What is known of the nodes outlives a link. */
    private final Slots slots = new Slots();

    /** Nodes that do not tell of their neighbours, as was said once. */
    private final Set<String> blind = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Node latest;

    ClusterTransport(Seeds seeds, Dialers dialers, Settings settings) {
        this.seeds = seeds;
        this.dialers = dialers;
        this.settings = settings;
        this.failures = new Failures(seeds.address());
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.copyOf(RedisTransport.capabilities(settings.flavor()));
        if (settings.flavor() == Flavor.SHARDED) {
            all.remove(Capability.CROSS_TOPIC_ORDER);
        }
        return Set.copyOf(all);
    }

    @Override
    public CompletableFuture<BusLink> open(Sink sink) {
        Dialer dialer = dialers.present();
        return failures.ofConnect(seeds.find()).thenCompose(named -> {
            Opening opening = new Opening(dialer, named.get(0), sink);
            return opening.next(candidates(named), null);
        });
    }

    private Queue<Node> candidates(List<RedisURI> named) {
        Set<Node> all = new LinkedHashSet<>(slots.all());
        named.forEach(uri -> all.add(Node.of(uri)));
        List<Node> order = new ArrayList<>(all);
        Collections.shuffle(order);
        Node lost = latest;
        if (lost != null && order.remove(lost)) {
            order.add(lost);
        }
        order.sort(Comparator.comparing(slots::isAbsent));
        return new ArrayDeque<>(order);
    }

    @Override
    public CompletableFuture<Void> release() {
        seeds.release();
        return dialers.release();
    }

    /** For messages of the engine. */
    @Override
    public String toString() {
        return "Redis at " + seeds.address();
    }

    /** One attempt: at most one try at each node. */
    private final class Opening {
        private final Dialer dialer;
        private final RedisURI manner;
        private final Sink sink;

        /** In the manner of this address: its credentials and its TLS. */
        Opening(Dialer dialer, RedisURI manner, Sink sink) {
            this.dialer = dialer;
            this.manner = manner;
            this.sink = sink;
        }

        CompletableFuture<BusLink> next(Queue<Node> candidates, @Nullable Throwable before) {
            Node node = candidates.poll();
            if (node == null) {
                return CompletableFuture.failedFuture(
                        before == null ? new KeryxException(ErrorCode.UNAVAILABLE, "no node is known") : before);
            }
            return open(node).exceptionallyCompose(failure -> next(candidates, failures.ofConnect(failure)));
        }

        private CompletableFuture<BusLink> open(Node node) {
            latest = node;
            Beginning beginning = new Beginning(sink);
            if (settings.flavor() == Flavor.SHARDED) {
                ShardedLink link = new ShardedLink(settings, slots, this::reach, beginning, failures);
                return beginning.of(link, link.begin(node));
            }
            return reach(node, beginning).thenCompose(link -> beginning.of(link, learn(link, node)));
        }

        /** Where it refuses to say who serves what, it serves for classic Pub/Sub all the same. */
        private CompletableFuture<Void> learn(RedisLink link, Node node) {
            return link.ask(CommandType.CLUSTER, "SLOTS").handle((ranges, failure) -> {
                if (failure == null) {
                    slots.learn(ranges, node);
                } else if (!Failures.isReply(failure)) {
                    throw link.failures().lost(Failures.unwrap(failure));
                }
                return null;
            });
        }

        private CompletableFuture<RedisLink> reach(Node node, Sink reports) {
            NameCodec codec = new NameCodec();
            Neighbours neighbours =
                    new Neighbours(id -> settings.flavor() == Flavor.CLASSIC || slots.mayConcern(node, id), blind);
            Failures theirs = new Failures(node.toString());
            return theirs.ofConnect(dialer.connect(node.by(manner), codec)).thenCompose(connections -> {
                RedisLink link = new RedisLink(connections, codec, settings, reports, theirs, neighbours).begin();
                return neighbours.first(link).thenApply(looked -> link);
            });
        }
    }
}
