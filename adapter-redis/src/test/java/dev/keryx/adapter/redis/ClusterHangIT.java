package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.Account;
import dev.keryx.testkit.bus.BusAudit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Classic Pub/Sub over a cluster, and the one node that a bus is connected to hangs. */
@Tag("faults")
@Tag("shapes")
@Timeout(120)
class ClusterHangIT {
    private static final String CHANNEL = "load";

    private final RedisCluster cluster = RedisCluster.start();
    private final RedisServer master = cluster.masters().get(0);

    @AfterEach
    void close() {
        cluster.close();
    }

    private static MessageBus bus(RedisServer node) {
        return RedisMessageBus.builder()
                .cluster(node.uri())
                .options(FaultBench.OPTIONS)
                .build();
    }

    private static long subscriptions(RedisServer node) {
        return (Long) ((List<?>) node.ask("PUBSUB", "NUMSUB", CHANNEL)).get(1);
    }

    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-81", "BUS-85"})
    void isLeftForAnotherAndHasNoSubscriptionWhenItGoesOn() {
        leavesForAnother(master);
    }

    /** Nobody else takes over anything for it, and nobody tells. */
    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-81", "BUS-85"})
    void soItIsWithAReplica() {
        leavesForAnother(cluster.replicasOf(master).get(0));
    }

    private void leavesForAnother(RedisServer hung) {
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus publisher = audit.own(bus(cluster.masters().get(1)));
            publisher.start();
            audit.follow(audit.watch(bus(hung)), CHANNEL);
            audit.awaitReady();
            audit.feed(publisher, CHANNEL).every(Duration.ofMillis(1));
            audit.awaitFlowing();
            assertThat(subscriptions(hung)).isOne();

            audit.inject(hung::pause);
            audit.awaitDetected();
            audit.awaitFlowing();
            audit.lift(hung::resume);
            audit.awaitRecovered();
            cluster.awaitOk();
            Eventually.equal("subscriptions where it hung", 0L, () -> subscriptions(hung));
            assertThat(cluster.nodes().stream()
                            .mapToLong(ClusterHangIT::subscriptions)
                            .sum())
                    .isOne();

            Account account = audit.end();
            account.assertNothingWrong();
            assertThat(account.lostSignalled()).isPositive();
            assertThat(account.accepted()).isEqualTo(account.published());
        }
    }
}
