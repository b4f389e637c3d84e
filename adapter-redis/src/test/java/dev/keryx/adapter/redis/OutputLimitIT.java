package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Redis that lets a slow subscriber fill its memory. */
@Timeout(60)
class OutputLimitIT {
    private static final String DIRECTIVE = "client-output-buffer-limit";

    /** However often it connects; what is asked over a connection is answered before what is published by it later. */
    @Test
    void eachBusWarnsOnceOfARedisWithoutALimit() {
        try (RedisServer redis = RedisServer.builder()
                        .config(DIRECTIVE, "pubsub", "0", "0", "0")
                        .start();
                LogWatch log = new LogWatch()) {
            String line = "WARN OutputLimit: Redis at 127.0.0.1:" + redis.port()
                    + " has no client-output-buffer-limit for slow subscribers: pubsub 0 0 0";
            publishBeforeAndAfterALoss(redis);
            assertThat(log.lines()).filteredOn(line::equals).hasSize(1);
            publishBeforeAndAfterALoss(redis);
            assertThat(log.lines()).filteredOn(line::equals).hasSize(2);
        }
    }

    @Test
    void nobodyWarnsOfTheLimitsThatRedisHasByItself() {
        try (RedisServer redis = RedisServer.builder().start();
                LogWatch log = new LogWatch()) {
            publishBeforeAndAfterALoss(redis);
            assertThat(log.lines()).noneMatch(line -> line.contains(DIRECTIVE));
        }
    }

    private static void publishBeforeAndAfterALoss(RedisServer redis) {
        try (MessageBus bus = RedisMessageBus.at(redis.uri())) {
            Story story = Story.of(bus, "a");
            bus.start();
            Eventually.done("publish", bus.publish("a", "1"));
            story.await(1);
            redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
            Eventually.that("a gap is told", () -> !story.gaps().isEmpty(), story::toString);
            Eventually.equal("the state", BusState.RUNNING, bus::state);
            Eventually.done("publish", bus.publish("a", "2"));
        }
    }
}
