package dev.keryx.adapter.inmemory;

import dev.keryx.DrainReport;
import dev.keryx.NodeId;
import dev.keryx.Payload;
import dev.keryx.TimeSource;
import dev.keryx.bus.MessageBus;
import dev.keryx.cluster.ClusterRelay;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.engine.GatewayEngine;
import dev.keryx.gateway.link.LinkRequest;
import dev.keryx.gateway.link.Relay;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A gateway whose clients are in the same process: for applications with clients of their own making, and for integration
 * tests on real threads. It is the engine of every gateway, over wires that are no sockets, and has no address. For unit
 * tests see {@code dev.keryx.simulation}, which needs no threads either.
 */
public final class InMemoryGateway implements RealtimeGateway {
    private final InMemoryServer server;
    private final RealtimeGateway engine;

    private InMemoryGateway(Builder builder) {
        GatewayOptions options = builder.options;
        TimeSource clock = options.clock().orElseGet(TimeSource::system);
        GatewayOptions shared = options.clock(clock);
        Relay relay = builder.bus == null ? null : ClusterRelay.over(builder.bus, shared);
        server = new InMemoryServer(builder.lanes, options.limits().messageBytes(), builder.executor, clock);
        engine = GatewayEngine.over(server, relay, List.of(), shared);
    }

    /** {@return a single node with all defaults; does nothing before its start} */
    public static InMemoryGateway create() {
        return builder().build();
    }

    /** {@return a gateway to be described} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens a wire. Any thread, never blocks.
     *
     * @param client is told what comes over it, and of its end even where the gateway does not let it in
     * @return the client's end
     */
    public Wire connect(Client client) {
        return connect(new LinkRequest(new InMemoryRequest(), List.of(), false), client);
    }

    /**
     * Opens a wire whose client is two lines of code.
     *
     * @param message as {@link Client#message}
     * @param closed as {@link Client#closed}
     * @return the client's end
     */
    public Wire connect(Consumer<Payload> message, Consumer<CloseReason> closed) {
        return connect(new InMemoryClient(message, closed));
    }

    /**
     * Opens a wire with a request of the caller's making, for an address, cookies or headers that the handshake looks at.
     *
     * @param request what the steps of the handshake will see
     * @param client as in {@link #connect(Client)}
     * @return the client's end
     */
    public Wire connect(LinkRequest request, Client client) {
        return server.connect(Objects.requireNonNull(request, "request"), Objects.requireNonNull(client, "client"));
    }

    @Override
    public Namespace namespace(String path) {
        return engine.namespace(path);
    }

    @Override
    public CompletableFuture<Void> startAsync() {
        return engine.startAsync();
    }

    @Override
    public CompletableFuture<DrainReport> drain(DrainPlan plan) {
        return engine.drain(plan);
    }

    @Override
    public GatewayState state() {
        return engine.state();
    }

    @Override
    public GatewayStats stats() {
        return engine.stats();
    }

    @Override
    public NodeId node() {
        return engine.node();
    }

    @Override
    public void close() {
        engine.close();
    }

    /** What comes over a wire. Called one at a time, on a thread of the gateway's: be quick, never block. */
    public interface Client {
        /**
         * A message. What this throws ends the wire.
         *
         * @param message whole, the protocol's text in UTF-8
         */
        void message(Payload message);

        /**
         * The wire has ended, or never came to be; the last call.
         *
         * @param reason as the gateway gave it; {@link CloseReason#LOST} where it broke, or where the gateway does not listen
         *     or did not let it in
         */
        void closed(CloseReason reason);
    }

    /**
     * A client's end of a wire: whole messages in both directions, in order, and the ways in which a wire can fail. It speaks
     * no protocol by itself; {@code keryx.v1.json} is what the gateway expects on it.
     *
     * <p>Safe on any thread, never blocks. What is done on one thread happens in that order. After the wire's end everything
     * is without effect.
     */
    public interface Wire extends AutoCloseable {
        /**
         * Sends a text message. While the gateway does not read the wire, messages wait in memory, without a bound.
         *
         * @param text of the protocol
         */
        void send(String text);

        /**
         * Sends a binary message, under the same rule.
         *
         * @param message of the protocol
         */
        void send(Payload message);

        /** Reads nothing from now on, as a client whose buffers are full. What comes until {@link #resume()} waits. */
        void stall();

        /** Reads what waits, and goes on reading. */
        void resume();

        /** Breaks the wire, without a word to the gateway, which notices at once. */
        void drop();

        /** Ends the wire after what was sent, politely. Idempotent, does not wait. */
        @Override
        void close();
    }

    /** Describes an {@link InMemoryGateway}. For one thread. */
    public static final class Builder {
        private GatewayOptions options = GatewayOptions.DEFAULT;
        private @Nullable MessageBus bus;
        private @Nullable Executor executor;
        private int lanes = 1;

        private Builder() {}

        /**
         * What every gateway can be told.
         *
         * @param options taken whole
         * @return this
         */
        public Builder options(GatewayOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Makes rooms span nodes.
         *
         * @param bus is started with the gateway, and stays its owner's
         * @return this
         */
        public Builder bus(MessageBus bus) {
            this.bus = Objects.requireNonNull(bus, "bus");
            return this;
        }

        /**
         * How many lanes serve the wires: the work of one lane is done by one thread at a time.
         *
         * @param count 1 unless told otherwise
         * @return this
         */
        public Builder lanes(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("at least one lane, got " + count);
            }
            lanes = count;
            return this;
        }

        /**
         * Runs the lanes on this executor, each serially, instead of a daemon thread a lane made in start.
         *
         * @param executor the caller's and never shut down here; must not run tasks in the caller, and must not be kept busy
         *     by handlers, which would hold up all wires
         * @return this
         */
        public Builder lanesOn(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /** {@return the gateway; neither a thread nor I/O before its start} */
        public InMemoryGateway build() {
            return new InMemoryGateway(this);
        }
    }
}
