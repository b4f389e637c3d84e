package dev.keryx.cluster;

import static dev.keryx.threads.Callbacks.then;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.Registration;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's place in a cluster, from its start to its drain. */
final class BusRelay implements Relay {
    /** How long a newcomer collects answers to its hello. */
    static final Duration COLLECT = Duration.ofMillis(500);

    /** How long a newcomer waits for the broker's word that it hears others; it hears them later then, after a gap. */
    static final Duration CONFIRM = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterRelay.class);

    private final MessageBus bus;
    private final String cluster;
    private final ClusterNode node;

    /** From the start to the end of the drain, or to the failure of the start. Written under this object's lock. */
    private volatile @Nullable CompletableFuture<Void> started;

    /** From the drain to the next start. Written under this object's lock. */
    private volatile @Nullable CompletableFuture<DrainReport> drained;

    BusRelay(MessageBus bus, GatewayOptions options) {
        this.bus = bus;
        cluster = options.cluster();
        node = new ClusterNode(bus, options, true);
    }

    @Override
    public NodeId node() {
        return node.id();
    }

    @Override
    public CompletableFuture<Void> start(Local local) {
        CompletableFuture<Void> outcome;
        synchronized (this) {
            if (started != null) {
                return drained == null ? started : CompletableFuture.failedFuture(closed());
            }
            drained = null;
            outcome = new CompletableFuture<>();
            started = outcome;
        }
        try {
            join(local, outcome);
        } catch (KeryxException refused) {
            giveUp(outcome, refused);
        }
        return outcome;
    }

    private void join(Local local, CompletableFuture<Void> outcome) {
        CompletableFuture<Void> confirmed = node.open(local, node.presence()::busIs);
        then(bus.startAsync(), (up, failure) -> {
            if (failure != null) {
                giveUp(outcome, failure);
            } else {
                await(confirmed, outcome);
            }
        });
    }

    private void await(CompletableFuture<Void> confirmed, CompletableFuture<Void> outcome) {
        CompletableFuture<Void> enough = new CompletableFuture<>();
        Duration patience = bus.state() == BusState.RUNNING ? CONFIRM : Duration.ZERO;
        Registration timer = node.clock().after(patience, () -> enough.complete(null));
        then(confirmed, (heard, failure) -> {
            if (failure != null) {
                enough.completeExceptionally(failure);
            } else {
                enough.complete(null);
            }
        });
        then(enough, (over, failure) -> {
            timer.close();
            if (failure != null) {
                giveUp(outcome, failure);
            } else {
                greet(outcome);
            }
        });
    }

    private void greet(CompletableFuture<Void> outcome) {
        node.presence().begin();
        if (isCurrent(outcome)) {
            node.clock().after(COLLECT, () -> collected(outcome));
        } else {
            giveUp(outcome, closed());
        }
    }

    /** Whether that start has not been overtaken by a drain. */
    private synchronized boolean isCurrent(CompletableFuture<Void> outcome) {
        return started == outcome && drained == null;
    }

    private void collected(CompletableFuture<Void> outcome) {
        if (!isCurrent(outcome)) {
            outcome.completeExceptionally(closed());
            return;
        }
        String contradiction = node.presence().contradiction();
        if (contradiction != null) {
            giveUp(outcome, new KeryxException(ErrorCode.REJECTED, "cluster '" + cluster + "': " + contradiction));
            return;
        }
        LOG.info("Node {} is in cluster '{}' with {} others", node.id(), cluster, others().size());
        outcome.complete(null);
    }

    private void giveUp(CompletableFuture<Void> outcome, Throwable failure) {
        if (!isOvertaken(outcome)) {
            then(node.presence().end(), (gone, failed) -> {});
            node.close();
        }
        synchronized (this) {
            if (started == outcome) {
                started = null;
            }
        }
        outcome.completeExceptionally(Failures.of(failure));
    }

    /** Whether another start has begun since, to which the node belongs now. */
    private synchronized boolean isOvertaken(CompletableFuture<Void> outcome) {
        return started != null && started != outcome;
    }

    @Override
    public CompletableFuture<Void> emit(Cast cast) {
        KeryxException refused = refusal();
        if (refused != null) {
            node.reports().failed(cast.namespace(), refused);
            return CompletableFuture.failedFuture(refused);
        }
        return node.outbox().emit(cast);
    }

    private @Nullable KeryxException refusal() {
        if (drained != null) {
            return closed();
        }
        return started != null
                ? null
                : new KeryxException(ErrorCode.NOT_STARTED, "the relay of cluster '" + cluster + "'");
    }

    private KeryxException closed() {
        return new KeryxException(ErrorCode.CLOSED, "the relay of cluster '" + cluster + "'");
    }

    @Override
    public Interest follow(String namespace, Scope scope) {
        return node.followings().follow(namespace, scope);
    }

    @Override
    public Set<NodeId> others() {
        return node.roster().others();
    }

    @Override
    public CompletableFuture<DrainReport> drain(Duration within) {
        CompletableFuture<DrainReport> report;
        synchronized (this) {
            if (drained != null) {
                return drained;
            }
            report = new CompletableFuture<>();
            drained = report;
        }
        flush(within, report);
        return report;
    }

    private void flush(Duration within, CompletableFuture<DrainReport> report) {
        InFlight inFlight = node.outbox().inFlight();
        CompletableFuture<Void> idle = inFlight.drain();
        CompletableFuture<Void> over = new CompletableFuture<>();
        Registration timer = node.clock().after(within, () -> over.complete(null));
        then(node.presence().end(), (gone, failed) -> then(idle, (none, never) -> over.complete(null)));
        then(over, (done, never) -> {
            timer.close();
            node.close();
            synchronized (this) {
                started = null;
            }
            report.complete(inFlight.report());
        });
    }
}
