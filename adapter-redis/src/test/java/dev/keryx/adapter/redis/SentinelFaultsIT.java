package dev.keryx.adapter.redis;

import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisSentinels;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.BusAudit;
import java.time.Duration;
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
            row.report(audit.end());
        }
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
