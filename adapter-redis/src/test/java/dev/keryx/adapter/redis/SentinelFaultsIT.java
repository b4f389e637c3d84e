package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisSentinels;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.BusAudit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * A master, two replicas and three sentinels. They mend themselves, so the fault counts as lifted as soon as it has
 * happened: the time to be back includes the election.
 */
@Timeout(180)
@Tag("faults")
class SentinelFaultsIT {
    private static MessageBus bus(RedisSentinels sentinels) {
        return RedisMessageBus.builder()
                .uri(sentinels.uri())
                .options(FaultBench.OPTIONS)
                .build();
    }

    private static void strike(FaultRow row, RedisSentinels sentinels, Runnable fault) {
        RedisServer before = sentinels.master();
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus one = audit.watch(bus(sentinels));
            MessageBus other = audit.watch(bus(sentinels));
            audit.follow(one, "load.*");
            audit.follow(other, "load.a");
            audit.awaitReady();
            audit.feed(one, "load.a").every(Duration.ofMillis(1));
            audit.awaitFlowing();

            audit.inject(fault);
            audit.lift(() -> {});
            audit.awaitDetected();

            audit.awaitRecovered();
            audit.awaitFlowing();
            // Buses that had met at the old master would hear each other just as well.
            RedisServer master = sentinels.master();
            assertThat(master).isNotEqualTo(before);
            Eventually.equal("subscriptions at the new master", List.of(1L, 1L), () -> subscriptionsAt(master));
            row.report(audit.end(), master);
        }
    }

    private static List<Long> subscriptionsAt(RedisServer server) {
        return Foreign.at(
                server, commands -> List.of(commands.pubsubNumsub("load.a").get("load.a"), commands.pubsubNumpat()));
    }

    @ConcurrencyTest
    @Rule("BUS-80")
    void followsTheNewMasterWhenTheOldOneIsKilled() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            strike(FaultRow.SENTINEL_KILL, sentinels, sentinels.master()::kill);
        }
    }

    @ConcurrencyTest
    @Rule("BUS-80")
    void followsTheNewMasterThoughTheOldOneIsUp() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            strike(FaultRow.SENTINEL_DEMOTED, sentinels, sentinels::failover);
        }
    }
}
