package dev.keryx.adapter.websocket.netty;

import dev.keryx.bus.MessageBus;
import dev.keryx.cluster.ClusterRelay;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.WebHandler;
import dev.keryx.gateway.engine.GatewayEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gateway over WebSocket, by Netty. On Linux it uses epoll where the native library is on the class path, else the JDK's own
 * selectors. Compression is not offered.
 *
 * <p>One address serves the gateway's own path, a health check, further plain WebSockets and handlers of HTTP requests.
 */
public final class NettyGateway {
    /** Only this machine may connect, unless told otherwise. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** Usual for HTTP beside port 80, and free for anybody to bind. */
    public static final int DEFAULT_PORT = 8080;

    /** Out of the way of an application's own paths. */
    public static final String DEFAULT_PATH = "/keryx";

    /** What load balancers ask: 200 while new clients are welcome, else 503. */
    public static final String DEFAULT_HEALTH_PATH = "/health";

    private static final int MOST_EVENT_LOOPS = 4;

    private NettyGateway() {}

    /** {@return a gateway of a single node on {@link #DEFAULT_PORT}, with all other defaults, not started} */
    public static RealtimeGateway create() {
        return builder().build();
    }

    /**
     * A gateway of a single node with all other defaults.
     *
     * @param port from 0 to 65,535; 0 takes a free one
     * @return the gateway, not started
     */
    public static RealtimeGateway at(int port) {
        return builder().port(port).build();
    }

    /** {@return a builder with all defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** What a gateway is made of. Not safe for use by several threads. */
    public static final class Builder {
        private String host = DEFAULT_HOST;
        private int port = DEFAULT_PORT;
        private String path = DEFAULT_PATH;
        private @Nullable String health = DEFAULT_HEALTH_PATH;
        private @Nullable MessageBus bus;
        private GatewayOptions options = GatewayOptions.DEFAULT;
        private int eventLoops = defaultEventLoops(Runtime.getRuntime().availableProcessors());
        private final Map<String, WebHandler> web = new LinkedHashMap<>();
        private final Map<String, SocketHandler> sockets = new LinkedHashMap<>();

        private Builder() {}

        /** Half the cores at first, since the application needs some too, and few: merged writes are cheaper than threads. */
        private static int defaultEventLoops(int cores) {
            return Math.max(1, Math.min(MOST_EVENT_LOOPS, cores / 2));
        }

        /**
         * The name or address of this machine to listen at. Resolved at the start.
         *
         * @param host {@code 0.0.0.0} for all addresses; by default {@link #DEFAULT_HOST}
         * @return this builder
         */
        public Builder host(String host) {
            this.host = Objects.requireNonNull(host, "host");
            return this;
        }

        /**
         * The port to listen at.
         *
         * @param port from 0 to 65,535; 0 takes a free one, which {@link RealtimeGateway#address()} tells after the start
         * @return this builder
         */
        public Builder port(int port) {
            if (port < 0 || port > 0xFFFF) {
                throw new IllegalArgumentException("a port is from 0 to 65535, got " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * Where clients of the gateway connect; may be the same as that of a handler of requests.
         *
         * @param path matched exactly, without the query
         * @return this builder
         */
        public Builder path(String path) {
            this.path = required(path);
            return this;
        }

        /**
         * Where the health check is.
         *
         * @param path matched exactly, without the query
         * @return this builder
         */
        public Builder health(String path) {
            this.health = required(path);
            return this;
        }

        /** {@return this builder, without a health check} */
        public Builder withoutHealth() {
            this.health = null;
            return this;
        }

        /**
         * Makes rooms span all nodes on a bus.
         *
         * @param bus the gateway starts it and never closes it
         * @return this builder
         */
        public Builder bus(MessageBus bus) {
            this.bus = Objects.requireNonNull(bus, "bus");
            return this;
        }

        /**
         * Limits, timeouts, executor, clock and observer.
         *
         * @param options in place of {@link GatewayOptions#DEFAULT}
         * @return this builder
         */
        public Builder options(GatewayOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Answers plain HTTP requests, with bodies of at most 64 KiB. A path that ends with a slash takes all below it too;
         * the longest that fits wins, exact ones always.
         *
         * @param path begins with a slash
         * @param handler called on the callback executor, for several requests at once
         * @return this builder
         * @throws IllegalArgumentException where the path has a handler already
         */
        public Builder http(String path, WebHandler handler) {
            add(web, path, handler);
            return this;
        }

        /**
         * Opens a plain WebSocket beside the gateway, without any protocol, under the same limits and the same rule about
         * origins.
         *
         * @param path matched exactly, without the query
         * @param handler called on the callback executor, one message of a socket at a time
         * @return this builder
         * @throws IllegalArgumentException where the path has a handler already
         */
        public Builder socket(String path, SocketHandler handler) {
            add(sockets, path, handler);
            return this;
        }

        private static <T> void add(Map<String, T> handlers, String path, T handler) {
            if (handlers.putIfAbsent(required(path), Objects.requireNonNull(handler, "handler")) != null) {
                throw new IllegalArgumentException("two handlers for the path " + path);
            }
        }

        private static String required(String path) {
            if (!RequestHead.isClean(path) || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
                throw new IllegalArgumentException(
                        "a path begins with a slash and has no dots, query or fragment: " + path);
            }
            return path;
        }

        /**
         * How many threads move bytes.
         *
         * @param count at least 1; by default half the cores, 4 at most
         * @return this builder
         */
        public Builder eventLoops(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("at least one event loop, got " + count);
            }
            this.eventLoops = count;
            return this;
        }

        /**
         * Makes the gateway; nothing is opened before its start.
         *
         * @return the gateway, not started
         */
        public RealtimeGateway build() {
            Routes routes = Routes.of(path, health, web, sockets);
            Settings settings = new Settings(host, port, routes, options.limits(), eventLoops, Settings.PART_WITHIN);
            return GatewayEngine.over(
                    new NettyServer(settings),
                    bus == null ? null : ClusterRelay.over(bus, options),
                    List.of(),
                    options);
        }
    }
}
