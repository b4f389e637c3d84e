package dev.keryx.adapter.redis;

import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The bus over a real Redis keeps the whole contract. */
class RedisMessageBusContractIT implements MessageBusContract {
    private static RedisServer redis;

    @BeforeAll
    static void start() {
        redis = RedisHarness.server();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Override
    public BusHarness harness() {
        return new RedisHarness(redis);
    }
}
