package dev.keryx.adapter.redis;

import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.transport.TransportBus;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bus over Redis Pub/Sub. At most once: Redis keeps nothing for a subscriber that is not connected, and a hole in what
 * was received is reported as a gap.
 *
 * <p>Making a bus does no I/O, starts no thread and looks nothing up; that happens in {@link MessageBus#start()}. A topic is
 * the channel of the same name under the key prefix, so that any client in any language can publish to it. A database index
 * makes no difference to Redis Pub/Sub, only to which database the connection selects.
 */
public final class RedisMessageBus {
    /** How long a connection may take to be made and to introduce itself, and a subscription to be answered. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** Redis takes no longer message, unless {@code proto-max-bulk-len} was changed there. */
    public static final int DEFAULT_MAX_FRAME_BYTES = 512 << 20;

    private RedisMessageBus() {}

    /**
     * A bus over the Redis at this address, by a client of its own.
     *
     * @param uri such as {@code redis://user:password@localhost:6379}, {@code rediss://…} for TLS, {@code redis-socket://…} for
     *     a Unix socket, or {@code redis-sentinel://host1:26379,host2:26379,host3:26379#master}, see {@link Builder#uri(String)}
     * @return a bus that is still to be started
     * @throws IllegalArgumentException if it is not the address of a Redis
     * @throws KeryxException {@code UNSUPPORTED} for several nodes, which {@link Builder#cluster(String...)} takes
     */
    public static MessageBus at(String uri) {
        return builder().uri(uri).build();
    }

    /**
     * A bus over the Redis at this address, by a client of its own.
     *
     * @param uri copied; where its timeout is not Lettuce's default it replaces {@link #DEFAULT_CONNECT_TIMEOUT}
     * @return a bus that is still to be started
     * @throws KeryxException {@code UNSUPPORTED} for several nodes, which {@link Builder#cluster(String...)} takes
     */
    public static MessageBus at(RedisURI uri) {
        return builder().uri(uri).build();
    }

    /**
     * A bus over a client that is lent: its threads, options and address are used, and it is never closed. The bus makes two
     * connections of its own by it and handles their loss itself, whatever the client's options say. With Sentinel less is
     * promised than by an address, see {@link Builder#client(RedisClient)}.
     *
     * @param client made with the address of a Redis; closed by its owner, after the bus
     * @return a bus that is still to be started
     */
    public static MessageBus over(RedisClient client) {
        return builder().client(client).build();
    }

    /**
     * Begins with {@link BusOptions#DEFAULT} and no key prefix.
     *
     * @return a builder that needs an address or a client
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Says where Redis is and how to use it. Not for several threads at once. */
    public static final class Builder {
        private final Whereabouts whereabouts = new Whereabouts();
        private Flavor flavor = Flavor.CLASSIC;
        private @Nullable ProtocolVersion protocol;
        private @Nullable SslOptions tls;
        private String keyPrefix = "";
        private int maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
        private BusOptions options = BusOptions.DEFAULT;

        private Builder() {}

        /**
         * Where Redis is.
         *
         * <p>With Sentinel the bus follows the master that most of the named sentinels agree on, so name them all; where no
         * majority can be reached for {@code 5 s}, the bus leaves the master rather than publish in silence to one that the
         * subscribers may have left. For as long after a failover a publish may be accepted by the old master: subscribers
         * hear a gap for it.
         *
         * <p>A Unix socket needs Netty's native transport ({@code netty-transport-native-epoll} or {@code -kqueue}, with the
         * platform's classifier) on the class path, which this module does not bring along; without it every attempt to
         * connect fails {@code UNSUPPORTED}.
         *
         * @param uri such as {@code redis://user:password@localhost:6379}, {@code rediss://…} for TLS, {@code redis-socket://…}
         *     for a Unix socket, or {@code redis-sentinel://host1:26379,host2:26379,host3:26379#master}
         * @return this builder
         * @throws IllegalArgumentException if it is not the address of a Redis
         * @throws KeryxException {@code UNSUPPORTED} for several nodes, which {@link #cluster(String...)} takes
         */
        public Builder uri(String uri) {
            Objects.requireNonNull(uri, "uri");
            return uri(Addresses.parse(uri));
        }

        /**
         * Where Redis is, and by which name, credentials or certificate checks to get in.
         *
         * <p>Every connection asks the address' {@link io.lettuce.core.RedisCredentialsProvider} anew. One that streams is also
         * listened to: in RESP3 a link that stands takes new credentials at once, without a gap. Those that Redis refuses
         * change nothing until the connection is lost. In RESP2, where a subscriber cannot introduce itself anew, a link keeps
         * its own until then, and comes back by the new ones with a gap.
         *
         * @param uri copied, but for its provider of credentials, which is asked and listened to on any thread
         * @return this builder
         * @throws KeryxException {@code UNSUPPORTED} for several nodes, which {@link #cluster(String...)} takes
         */
        public Builder uri(RedisURI uri) {
            whereabouts.uri = Addresses.supported(uri);
            return this;
        }

        /**
         * Lends a client instead of an address. It is never closed. Whether a link that stands takes new credentials is said by
         * the client's {@link io.lettuce.core.ClientOptions.ReauthenticateBehavior}; by default it does not.
         *
         * <p>With Sentinel the bus follows the first sentinel that the client finds, not what most of them say, as the client
         * tells nobody which ones it knows. Where that one hangs, or is cut off together with the old master, what is published
         * there after a failover is lost in silence; give the address instead ({@link #uri(String)}) where that matters.
         *
         * @param client made with the address of a Redis
         * @return this builder
         */
        public Builder client(RedisClient client) {
            whereabouts.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Where some nodes of a Redis Cluster are; the others are learnt from them. All are entered by the credentials and
         * TLS of the first one named.
         *
         * @param uris such as {@code redis://user:password@10.0.0.1:6379}, at least one
         * @return this builder
         * @throws IllegalArgumentException if one of them is not the address of a Redis
         */
        public Builder cluster(String... uris) {
            return cluster(Arrays.stream(uris).map(Addresses::parse).toList());
        }

        /**
         * Where some nodes of a Redis Cluster are; the others are learnt from them. All are entered by the credentials and
         * TLS of the first one named.
         *
         * @param uris at least one; copied
         * @return this builder
         */
        public Builder cluster(Collection<RedisURI> uris) {
            if (uris.isEmpty()) {
                throw new IllegalArgumentException("a cluster has at least one node");
            }
            whereabouts.nodes = uris.stream().map(Addresses::supported).toList();
            return this;
        }

        /**
         * Lends a client of a cluster instead of addresses: its threads, its certificate checks and the nodes it knows are
         * used, its connections are not. It is never closed.
         *
         * @param client made with the address of a cluster
         * @return this builder
         */
        public Builder clusterClient(RedisClusterClient client) {
            whereabouts.clusterClient = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Sharded Pub/Sub (Redis 7): in a cluster a message goes only to the nodes that serve its topic's slot, so that load
         * is spread over them. There are no patterns then, and in a cluster no order across topics. Subscribers and
         * publishers must agree on it. Needs RESP3.
         *
         * @return this builder
         */
        public Builder sharded() {
            this.flavor = Flavor.SHARDED;
            return this;
        }

        /**
         * Which protocol to speak with Redis; RESP3 by default, in which no message can be taken for an answer. Without effect
         * on a {@link RedisClient} that is lent, which has its own.
         *
         * @param version RESP2 where something between here and Redis speaks no other
         * @return this builder
         */
        public Builder protocol(ProtocolVersion version) {
            this.protocol = Objects.requireNonNull(version, "version");
            return this;
        }

        /**
         * How certificates are checked and shown, where the address asks for TLS; Java's own trust store by default. Whether
         * the host's name is checked is said by the {@link RedisURI}.
         *
         * @param options such as a trust store
         * @return this builder
         */
        public Builder tls(SslOptions options) {
            this.tls = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * What every channel's name begins with, so that several buses can share a Redis.
         *
         * @param prefix such as {@code orders:}; nothing by default
         * @return this builder
         */
        public Builder keyPrefix(String prefix) {
            this.keyPrefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /**
         * The longest message with its envelope that Redis takes: its {@code proto-max-bulk-len}, where that was lowered.
         * A longer one would cost the connection there, so it is refused here.
         *
         * @param bytes at least 1; {@link #DEFAULT_MAX_FRAME_BYTES} by default
         * @return this builder
         */
        public Builder maxFrameBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("a message has at least one byte, not " + bytes);
            }
            this.maxFrameBytes = bytes;
            return this;
        }

        /**
         * What every bus can be told.
         *
         * @param options taken as they are
         * @return this builder
         */
        public Builder options(BusOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Makes the bus; no I/O.
         *
         * @return a bus that is still to be started
         * @throws IllegalStateException unless Redis is named in exactly one way, or where sharded Pub/Sub is to be spoken in
         *     RESP2
         */
        public MessageBus build() {
            if (flavor == Flavor.SHARDED && protocol == ProtocolVersion.RESP2) {
                throw new IllegalStateException("sharded Pub/Sub needs RESP3");
            }
            TimeSource clock = options.clock().orElseGet(TimeSource::system);
            Settings settings =
                    new Settings(flavor, new RedisNames(keyPrefix), maxFrameBytes, clock, options.heartbeatTimeout());
            return TransportBus.over(whereabouts.transport(protocol, tls, settings), options.clock(clock));
        }
    }
}
