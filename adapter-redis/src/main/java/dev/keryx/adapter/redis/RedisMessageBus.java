package dev.keryx.adapter.redis;

import dev.keryx.KeryxException;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.transport.TransportBus;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
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
     * @param uri such as {@code redis://user:password@localhost:6379}, or {@code rediss://…} for TLS
     * @return a bus that is still to be started
     * @throws IllegalArgumentException if it is not the address of a Redis
     * @throws KeryxException {@code UNSUPPORTED} for a Redis found by Sentinel, or several nodes
     */
    public static MessageBus at(String uri) {
        return builder().uri(uri).build();
    }

    /**
     * A bus over the Redis at this address, by a client of its own.
     *
     * @param uri copied; where its timeout is not Lettuce's default it replaces {@link #DEFAULT_CONNECT_TIMEOUT}
     * @return a bus that is still to be started
     * @throws KeryxException {@code UNSUPPORTED} for a Redis found by Sentinel, or several nodes
     */
    public static MessageBus at(RedisURI uri) {
        return builder().uri(uri).build();
    }

    /**
     * A bus over a client that is lent: its threads, options and address are used, and it is never closed. The bus makes two
     * connections of its own by it and handles their loss itself, whatever the client's options say.
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
        private @Nullable RedisURI uri;

        private @Nullable RedisClient client;

        private String keyPrefix = "";
        private int maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
        private BusOptions options = BusOptions.DEFAULT;

        private Builder() {}

        /**
         * Where Redis is.
         *
         * @param uri such as {@code redis://user:password@localhost:6379}
         * @return this builder
         * @throws IllegalArgumentException if it is not the address of a Redis
         * @throws KeryxException {@code UNSUPPORTED} for a Redis found by Sentinel, or several nodes
         */
        public Builder uri(String uri) {
            Objects.requireNonNull(uri, "uri");
            return uri(Addresses.parse(uri));
        }

        /**
         * Where Redis is, and by which name, credentials or certificate checks to get in.
         *
         * @param uri copied
         * @return this builder
         * @throws KeryxException {@code UNSUPPORTED} for a Redis found by Sentinel, or several nodes
         */
        public Builder uri(RedisURI uri) {
            this.uri = Addresses.supported(uri);
            return this;
        }

        /**
         * Lends a client instead of an address. It is never closed.
         *
         * @param client made with the address of a Redis
         * @return this builder
         */
        public Builder client(RedisClient client) {
            this.client = Objects.requireNonNull(client, "client");
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
         * @throws IllegalStateException unless there is either an address or a client
         */
        public MessageBus build() {
            return TransportBus.over(new RedisTransport(access(), new RedisNames(keyPrefix), maxFrameBytes), options);
        }

        private RedisAccess access() {
            RedisURI at = uri;
            RedisClient lent = client;
            if (at != null && lent == null) {
                return new OwnAccess(at, timeout(at));
            }
            if (at == null && lent != null) {
                return new LentAccess(lent, DEFAULT_CONNECT_TIMEOUT);
            }
            throw new IllegalStateException("a bus over Redis needs either an address or a client");
        }

        private static Duration timeout(RedisURI uri) {
            boolean isDefault = uri.getTimeout().equals(RedisURI.DEFAULT_TIMEOUT_DURATION);
            return isDefault || uri.getTimeout().isZero() ? DEFAULT_CONNECT_TIMEOUT : uri.getTimeout();
        }
    }
}
