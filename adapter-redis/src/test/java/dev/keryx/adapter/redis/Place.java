package dev.keryx.adapter.redis;

import dev.keryx.redisserver.RedisServer;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.util.List;

/** A Redis of some shape, and how a bus finds it. */
interface Place extends AutoCloseable {
    /** A longer message costs the connection; small, so that the limit can be tried. */
    int MAX_FRAME_BYTES = 2 << 20;

    /**
     * Patient with a subscriber who cannot read as fast as the tests publish: by default Redis cuts one who is 32 MB behind.
     */
    static RedisServer.Builder patient(RedisServer.Builder server) {
        return server.config("proto-max-bulk-len", Integer.toString(MAX_FRAME_BYTES))
                .config("client-output-buffer-limit", "pubsub", "512mb", "512mb", "60");
    }

    /** The way there. */
    RedisMessageBus.Builder bus();

    /** The same way to where nobody is. */
    RedisMessageBus.Builder busAt(String address);

    /** All that may hold a subscription. */
    List<RedisServer> servers();

    /** Who takes what is published to a channel. */
    RedisServer taking(String channel);

    default Flavor flavor() {
        return Flavor.CLASSIC;
    }

    /** Starts all that were killed, and returns when they are well. */
    default void restore() {
        servers().forEach(RedisServer::restart);
    }

    /** Who a bus is, to Redis. */
    default String user() {
        return "default";
    }

    /** A client of somebody else's. */
    default AbstractRedisClient client() {
        return RedisClient.create(uri());
    }

    /** The address for a client of somebody else's. */
    default RedisURI uri() {
        return RedisURI.create(servers().get(0).uri());
    }

    @Override
    void close();
}
