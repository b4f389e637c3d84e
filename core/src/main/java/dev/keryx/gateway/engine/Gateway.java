package dev.keryx.gateway.engine;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.Json;
import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.Registration;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.link.LinkServer;
import dev.keryx.gateway.link.Relay;
import dev.keryx.gateway.link.WireProtocol;
import dev.keryx.threads.Callbacks;
import dev.keryx.threads.HandlerThreads;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's life, from made to closed; what it does in between is done by its parts. Any thread. */
final class Gateway implements RealtimeGateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final LinkServer server;
    private final Site site;
    private final Spaces spaces;
    private final Doorkeeper door;
    private final Inlet inlet;

    // All guarded by this; the state may be read without.
    private volatile GatewayState state = GatewayState.NEW;
    private CompletableFuture<Void> starting = new CompletableFuture<>();
    private @Nullable CompletableFuture<DrainReport> draining;
    private @Nullable HandlerThreads threads;

    /** Completes when no step of a start is under way; nothing may be given back before. */
    private CompletableFuture<Void> startSteps = CompletableFuture.completedFuture(null);

    Gateway(LinkServer server, @Nullable Relay relay, Json json, List<WireProtocol> protocols, GatewayOptions options) {
        this.server = server;
        this.site = new Site(server, relay, json, options);
        options.executor().ifPresent(site.callbacks::runOn);
        Casting casting = new Casting(site, this::state);
        this.spaces = new Spaces(site, casting);
        this.door = new Doorkeeper(site, spaces, protocols);
        this.inlet = new Inlet(site, spaces, casting);
    }

    @Override
    public Namespace namespace(String path) {
        return spaces.of(path);
    }

    @Override
    public GatewayState state() {
        return state;
    }

    @Override
    public NodeId node() {
        return site.ids.node();
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return server.address();
    }

    @Override
    public GatewayStats stats() {
        long connections = 0;
        long rooms = 0;
        for (Space space : spaces.all()) {
            connections += space.connections();
            rooms += space.rooms().size();
        }
        Watch watch = site.watch;
        return new GatewayStats(
                watch.links.sum(),
                connections,
                rooms,
                watch.received.sum(),
                watch.emitted.sum(),
                watch.delivered.sum(),
                watch.dropped.sum(),
                watch.handlerFailures.sum(),
                watch.refused.sum(),
                watch.readPauses.sum());
    }

    private void moved(GatewayState from, GatewayState to) {
        LOG.info("Gateway {} is {}", node(), to);
        site.watch.tell(observer -> observer.stateChanged(from, to));
    }

    @Override
    public CompletableFuture<Void> startAsync() {
        CompletableFuture<Void> shared;
        CompletableFuture<Void> steps = new CompletableFuture<>();
        synchronized (this) {
            if (state == GatewayState.DRAINING || state == GatewayState.CLOSED) {
                return site.callbacks.failed(new KeryxException(ErrorCode.CLOSED, "the gateway has ended"));
            }
            if (state != GatewayState.NEW) {
                return site.callbacks.copy(starting);
            }
            state = GatewayState.STARTING;
            starting = new CompletableFuture<>();
            startSteps = steps;
            shared = starting;
            ownThreads();
        }
        moved(GatewayState.NEW, GatewayState.STARTING);
        CompletableFuture<Void> copy = site.callbacks.copy(shared);
        door.open(true);
        Starting beginning = new Starting(site, server, door, inlet, () -> state == GatewayState.STARTING);
        Callbacks.then(beginning.begin(), (listening, failure) -> startEnds(failure, shared, steps));
        return copy;
    }

    /** Where the application brings none. Under the monitor. */
    private void ownThreads() {
        if (site.options.executor().isEmpty()) {
            threads = new HandlerThreads("keryx-gateway");
            site.callbacks.runOn(threads);
        }
    }

    private void startEnds(@Nullable Throwable failure, CompletableFuture<Void> shared, CompletableFuture<Void> steps) {
        GatewayState next = failure == null ? GatewayState.RUNNING : GatewayState.NEW;
        HandlerThreads unused = null;
        boolean mine;
        synchronized (this) {
            mine = state == GatewayState.STARTING;
            if (mine) {
                state = next;
            }
            if (mine && failure != null) {
                unused = threads;
                threads = null;
                door.open(false);
            }
        }
        if (mine) {
            moved(GatewayState.STARTING, next);
            settle(shared, failure);
        }
        release(unused);
        steps.complete(null);
    }

    private static void settle(CompletableFuture<Void> shared, @Nullable Throwable failure) {
        if (failure == null) {
            shared.complete(null);
        } else {
            shared.completeExceptionally(failure);
        }
    }

    private void release(@Nullable HandlerThreads own) {
        if (own != null) {
            own.close();
            site.callbacks.leave(own);
        }
    }

    @Override
    public CompletableFuture<DrainReport> drain(DrainPlan plan) {
        return site.callbacks.copy(ending(plan));
    }

    /** Begins the end, if it has not begun. */
    private CompletableFuture<DrainReport> ending(DrainPlan plan) {
        GatewayState before;
        CompletableFuture<DrainReport> shared;
        CompletableFuture<Void> stopped;
        CompletableFuture<Void> steps;
        synchronized (this) {
            if (draining != null) {
                return draining;
            }
            draining = new CompletableFuture<>();
            shared = draining;
            before = state;
            stopped = starting;
            steps = startSteps;
            state = before == GatewayState.NEW ? GatewayState.CLOSED : GatewayState.DRAINING;
        }
        moved(before, state);
        if (before == GatewayState.NEW) {
            shared.complete(DrainReport.NOTHING);
            return shared;
        }
        door.open(false);
        stopped.completeExceptionally(new KeryxException(ErrorCode.CLOSED, "the gateway was closed while it started"));
        afterSteps(
                steps,
                plan.within(),
                () -> Callbacks.then(
                        new Draining(site, server, plan).begin(), (report, never) -> drained(shared, report)));
        return shared;
    }

    /** Waits for what a start is just doing, but not for ever. */
    private void afterSteps(CompletableFuture<Void> steps, Duration within, Runnable next) {
        if (steps.isDone()) {
            next.run();
            return;
        }
        CompletableFuture<Void> either = new CompletableFuture<>();
        Registration timer = site.clock.after(within, () -> either.complete(null));
        Callbacks.then(steps, (done, ignored) -> {
            timer.close();
            either.complete(null);
        });
        Callbacks.then(either, (done, ignored) -> next.run());
    }

    private void drained(CompletableFuture<DrainReport> shared, @Nullable DrainReport report) {
        DrainReport result = report == null ? DrainReport.NOTHING : report;
        HandlerThreads own;
        synchronized (this) {
            state = GatewayState.CLOSED;
            own = threads;
            threads = null;
        }
        site.lanes().close();
        site.watch.tell(observer -> observer.drained(result));
        moved(GatewayState.DRAINING, GatewayState.CLOSED);
        shared.complete(result);
        release(own);
    }

    @Override
    public void close() {
        CompletableFuture<DrainReport> end = ending(DrainPlan.within(site.options.grace()));
        if (site.bursts.inHandler() || onLane()) {
            return;
        }
        try {
            DrainReport unused = site.callbacks.await(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException failure) {
            Trouble.warn(LOG, "Waiting for the end of " + this + " failed", failure);
        }
    }

    private boolean onLane() {
        for (LaneLoop loop : site.loops()) {
            if (loop.lane.inLane()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Gateway[" + node() + ", " + state + "]";
    }
}
