package dev.keryx.adapter.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.function.BooleanSupplier;

/**
 * A client of somebody else's, and the way of a bus over it.
 *
 * @param works looks whether it still does
 */
record Loan(AbstractRedisClient client, RedisMessageBus.Builder bus, BooleanSupplier works) {
    static Loan of(RedisClient client, Flavor flavor) {
        return new Loan(
                client,
                Places.speaking(flavor, RedisMessageBus.builder()).client(client),
                () -> client.connect().sync().ping().equals("PONG"));
    }

    static Loan of(RedisClusterClient client, Flavor flavor) {
        return new Loan(
                client,
                Places.speaking(flavor, RedisMessageBus.builder()).clusterClient(client),
                () -> client.connect().sync().ping().equals("PONG"));
    }
}
