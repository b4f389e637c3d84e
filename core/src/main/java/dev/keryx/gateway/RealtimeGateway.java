package dev.keryx.gateway;

import dev.keryx.DrainReport;
import dev.keryx.NodeId;
import dev.keryx.threads.Waiting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Nodes talk to clients. Clients connect to a namespace, join rooms and exchange events; any room can span nodes where the
 * gateway was given a bus.
 *
 * <p>Making and configuring open no socket and start no thread; that happens in {@code start}. All methods are safe on any
 * thread, {@link #start()} and {@link #close()} are the only ones that block. Futures complete on the callback executor and
 * are the caller's own.
 */
public interface RealtimeGateway extends Emitter, AutoCloseable {
    /**
     * One of the event spaces, made when it is first asked for. Asking for it, or emitting to it, lets nobody in: clients are
     * refused {@code NO_NAMESPACE} until something is registered for it. Whoever only pushes to clients says with
     * {@code onConnect(connection -> {})} that they may come, or with a handshake step which of them.
     *
     * @param path begins with a slash
     * @return the same object for the same path
     * @throws IllegalArgumentException where it does not, or has a comma, a question mark or too many characters
     */
    @Override
    Namespace namespace(String path);

    /** {@return the namespace {@code /}, made when it is first asked for} */
    @Override
    default Namespace root() {
        return namespace("/");
    }

    /**
     * Starts the bus, if there is one, and then listens. Idempotent: concurrent callers share one outcome.
     *
     * @return fails {@code BIND_FAILED} naming the address, or with what the bus failed with; everything is released then and
     *     the gateway may be started again. {@code CLOSED} after the end
     */
    CompletableFuture<Void> startAsync();

    /**
     * Ends the gateway: no new clients, a goodbye with advice to every connection, queues flushed until the deadline, the rest
     * forced. The report counts links: delivered closed in time, discarded were forced. Legal before the start, twice,
     * concurrently and inside a handler. Never ends the bus, which is its owner's.
     *
     * @param plan without effect where a drain has begun already
     * @return never fails; the first drain's report, for all who ask
     */
    CompletableFuture<DrainReport> drain(DrainPlan plan);

    /**
     * As {@link #drain(DrainPlan)}, by {@link DrainPlan#within}.
     *
     * @param within the whole time; whoever is still here then is cut off
     * @return as there
     */
    default CompletableFuture<DrainReport> drain(Duration within) {
        return drain(DrainPlan.within(within));
    }

    /** {@return where it is in its life} */
    GatewayState state();

    /** {@return a snapshot; its counts are not taken at the very same moment} */
    GatewayStats stats();

    /** {@return this process among the nodes of the cluster; constant} */
    NodeId node();

    /** {@return where it listens; empty where it has no address, or is not started} */
    default Optional<InetSocketAddress> address() {
        return Optional.empty();
    }

    /** Drains with the grace of the options and waits for it. Never throws, idempotent; inside a handler it does not wait. */
    @Override
    void close();

    /** As {@link #startAsync()}, blocking; throws its {@link dev.keryx.KeryxException} itself. */
    default void start() {
        Waiting.on(startAsync());
    }
}
