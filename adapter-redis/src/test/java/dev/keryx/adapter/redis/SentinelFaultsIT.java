package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisSentinels;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.BusAudit;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * A master, two replicas and three sentinels. They mend themselves, so the fault counts as lifted as soon as it has
 * happened: the time to be back includes the election.
 */
@Timeout(180)
@Tag("faults")
class SentinelFaultsIT {
    private static MessageBus byAddress(BusAudit audit, String uri) {
        return audit.watch(
                RedisMessageBus.builder().uri(uri).options(FaultBench.OPTIONS).build());
    }

    private static MessageBus overALentClient(BusAudit audit, String uri) {
        return FaultBench.lent(audit, RedisURI.create(uri), ClientOptions.create());
    }

    /** Whoever is late at the new master, publishes to nobody or hears nobody: one of the buses finds it by its address. */
    private static void strike(
            FaultRow row, RedisSentinels sentinels, Runnable fault, BiFunction<BusAudit, String, MessageBus> way) {
        RedisServer before = sentinels.master();
        NettyThread.keep();
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus one = way.apply(audit, sentinels.uri());
            MessageBus other = byAddress(audit, sentinels.uri());
            audit.follow(one, "load.*");
            audit.follow(other, "load.a");
            audit.awaitReady();
            audit.feed(one, "load.a").every(Duration.ofMillis(1));
            audit.feed(other, "load.b").every(Duration.ofMillis(1));
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

    /** After some seconds, sentinels end the old master's connections with its reign: here it does not let them. */
    static RedisServer failoverWithoutDemotion(RedisSentinels sentinels) {
        sentinels.master().ask("ACL", "SETUSER", "default", "-slaveof", "-replicaof");
        return sentinels.failover();
    }

    private static List<Long> subscriptionsAt(RedisServer server) {
        return Foreign.at(
                server, commands -> List.of(commands.pubsubNumsub("load.a").get("load.a"), commands.pubsubNumpat()));
    }

    @ConcurrencyTest
    @Rule("BUS-80")
    void followsTheNewMasterWhenTheOldOneIsKilled() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            strike(FaultRow.SENTINEL_KILL, sentinels, sentinels.master()::kill, SentinelFaultsIT::byAddress);
        }
    }

    @ConcurrencyTest
    @Rule("BUS-80")
    void followsTheNewMasterThoughTheOldOneIsUp() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            strike(FaultRow.SENTINEL_DEMOTED, sentinels, sentinels::failover, SentinelFaultsIT::byAddress);
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-60", "BUS-80", "BUS-82"})
    void followsTheNewMasterOverALentClientWhenTheOldOneIsKilled() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            strike(FaultRow.SENTINEL_KILL_LENT, sentinels, sentinels.master()::kill, SentinelFaultsIT::overALentClient);
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-60", "BUS-80", "BUS-82"})
    void followsTheNewMasterOverALentClientThoughTheOldOneIsUp() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            strike(
                    FaultRow.SENTINEL_DEMOTED_LENT,
                    sentinels,
                    () -> failoverWithoutDemotion(sentinels),
                    SentinelFaultsIT::overALentClient);
        }
    }
}
