package dev.keryx.adapter.redis;

import dev.keryx.bus.BusOptions;
import dev.keryx.testkit.bus.BusHarness.Lent;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.ArrayList;
import java.util.List;

/** Somebody who has clients, lends them to buses, and ends them afterwards. */
final class Lender {
    private final Place place;
    private final List<AbstractRedisClient> clients = new ArrayList<>();

    Lender(Place place) {
        this.place = place;
    }

    Lent lend(BusOptions options) {
        AbstractRedisClient client = place.client();
        clients.add(client);
        RedisMessageBus.Builder bus = RedisMessageBus.builder().options(options);
        if (client instanceof RedisClusterClient cluster) {
            return new Lent(
                    bus.clusterClient(cluster).build(),
                    () -> cluster.connect().sync().ping().equals("PONG"));
        }
        RedisClient plain = (RedisClient) client;
        return new Lent(
                bus.client(plain).build(), () -> plain.connect().sync().ping().equals("PONG"));
    }

    void end() {
        clients.forEach(AbstractRedisClient::shutdown);
    }
}
