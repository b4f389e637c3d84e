package dev.keryx.redisserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisClusterIT {
    /** Every test leaves it well, so that the next one need not wait for another. */
    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void servesEverySlotByAMasterWithAReplica() {
        assertThat(cluster.masters())
                .hasSize(3)
                .allSatisfy(master -> assertThat(cluster.replicasOf(master)).hasSize(1));
        assertThat(cluster.masterOf(0)).isNotSameAs(cluster.masterOf(RedisCluster.SLOTS - 1));
        RedisServer owner = cluster.masterOf("key");
        assertThat(owner.ask("SET", "key", "value")).isEqualTo("OK");
        assertThatIllegalStateException()
                .isThrownBy(() -> other(owner).ask("GET", "key"))
                .withMessage("MOVED " + cluster.slotOf("key") + " 127.0.0.1:" + owner.port());
    }

    @Test
    void movesASlotWithItsKeys() {
        RedisServer from = cluster.masterOf("key");
        RedisServer to = other(from);
        from.ask("SET", "key", "value");

        cluster.moveSlot(cluster.slotOf("key"), to);

        assertThat(cluster.masterOf("key")).isSameAs(to);
        assertThat(to.ask("GET", "key")).isEqualTo("value");
        assertThat(cluster.masterOf(cluster.slotOf("key") + 1)).isSameAs(from);
        cluster.awaitOk();
    }

    @Test
    void replacesAMasterThatIsKilledAndTakesItBackAsAReplica() {
        RedisServer master = cluster.masterOf(0);
        RedisServer replica = cluster.replicasOf(master).get(0);

        master.kill();
        cluster.awaitOk();

        assertThat(cluster.masterOf(0)).isSameAs(replica);
        master.restart();
        cluster.awaitOk();
        assertThat(cluster.replicasOf(replica)).isEqualTo(List.of(master));
    }

    @Test
    void replacesAMasterThatHangs() {
        RedisServer master = cluster.masterOf(0);
        master.pause();
        cluster.awaitOk();
        assertThat(cluster.masterOf(0)).isNotSameAs(master);
        master.resume();
        cluster.awaitOk();
        assertThat(cluster.masters()).doesNotContain(master);
    }

    @Test
    void changesPlacesWhenItIsTold() {
        RedisServer master = cluster.masterOf(0);
        RedisServer next = cluster.failover(master);
        assertThat(cluster.masterOf(0)).isSameAs(next);
        assertThat(cluster.replicasOf(next)).isEqualTo(List.of(master));
    }

    private RedisServer other(RedisServer master) {
        return cluster.masters().stream()
                .filter(node -> node != master)
                .findFirst()
                .orElseThrow();
    }
}
