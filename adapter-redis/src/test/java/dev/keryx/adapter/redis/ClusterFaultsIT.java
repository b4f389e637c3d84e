package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Gap;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.Account;
import dev.keryx.testkit.bus.BusAudit;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * Six nodes, three of them masters, and sharded Pub/Sub. The cluster mends itself, so the fault counts as lifted as soon as
 * it has happened: the time to be back includes the election.
 */
@Timeout(180)
@Tag("faults")
class ClusterFaultsIT {
    private static final String CHANNEL = "load";

    private static final int SUBSCRIPTIONS = 2;

    /** So that no node gives up another, which would be a gap of its own. */
    private static final int LONG_MILLIS = 60_000;

    private static MessageBus bus(RedisCluster cluster) {
        return RedisMessageBus.builder()
                .cluster(cluster.uris().toArray(new String[0]))
                .sharded()
                .options(FaultBench.OPTIONS)
                .build();
    }

    /** Two buses at one channel, and what is done to the cluster. */
    private static Account strike(FaultRow row, RedisCluster cluster, Runnable fault) {
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus one = audit.watch(bus(cluster));
            MessageBus other = audit.watch(bus(cluster));
            audit.follow(one, CHANNEL);
            audit.follow(other, CHANNEL);
            audit.awaitReady();
            audit.feed(one, CHANNEL).every(Duration.ofMillis(1));
            audit.awaitFlowing();

            audit.inject(fault);
            audit.lift(() -> {});
            audit.awaitDetected();

            audit.awaitRecovered();
            audit.awaitFlowing();
            Account account = audit.end();
            row.report(account, cluster.masters().get(0));
            return account;
        }
    }

    private static void assertEveryoneHeardOfIt(Account account) {
        assertThat(account.gaps())
                .hasSize(SUBSCRIPTIONS)
                .allSatisfy(gaps -> assertThat(gaps).isNotEmpty());
    }

    @ConcurrencyTest
    @Rule("BUS-80")
    void isBackWhenTheMasterOfAChannelIsKilled() {
        try (RedisCluster cluster = RedisCluster.start()) {
            Account account = strike(FaultRow.CLUSTER_KILL, cluster, cluster.masterOf(CHANNEL)::kill);
            assertThat(account.accepted()).isPositive();
            assertEveryoneHeardOfIt(account);
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-81"})
    void isBackWhenTheMasterOfAChannelHangs() {
        try (RedisCluster cluster = RedisCluster.start()) {
            assertEveryoneHeardOfIt(strike(FaultRow.CLUSTER_HANG, cluster, cluster.masterOf(CHANNEL)::pause));
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-85"})
    void followsAChannelWhoseSlotMoves() {
        try (RedisCluster cluster = RedisCluster.start()) {
            cluster.nodeTimeoutMillis(LONG_MILLIS);
            RedisServer from = cluster.masterOf(CHANNEL);
            RedisServer to = cluster.masters().stream()
                    .filter(master -> master != from)
                    .findAny()
                    .orElseThrow();
            Account account =
                    strike(FaultRow.CLUSTER_MOVE, cluster, () -> cluster.moveSlot(cluster.slotOf(CHANNEL), to));
            assertThat(cluster.masterOf(CHANNEL)).isEqualTo(to);
            assertThat(account.gaps())
                    .hasSize(SUBSCRIPTIONS)
                    .allSatisfy(gaps -> assertThat(gaps).containsExactly(Gap.of(Gap.Cause.MOVED)));
        }
    }
}
