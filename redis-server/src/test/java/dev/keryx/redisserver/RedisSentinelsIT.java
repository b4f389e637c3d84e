package dev.keryx.redisserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisSentinelsIT {
    /** Every test leaves it well, so that the next one need not wait for another. */
    private static RedisSentinels sentinels;

    @BeforeAll
    static void start() {
        sentinels = RedisSentinels.start();
        // Otherwise they let eight seconds pass before they make a replica of who was master.
        sentinels
                .sentinels()
                .forEach(one -> one.ask("SENTINEL", "DEBUG", "info-period", "500", "publish-period", "200"));
    }

    @AfterAll
    static void close() {
        sentinels.close();
    }

    @Test
    void watchOverAMasterAndTwoReplicas() {
        RedisServer master = sentinels.master();
        assertThat(sentinels.role(master)).isEqualTo("master");
        assertThat(sentinels.servers())
                .hasSize(3)
                .filteredOn(server -> server != master)
                .allSatisfy(server -> assertThat(sentinels.role(server)).isEqualTo("slave"));
        assertThat(sentinels.uri()).matches("redis-sentinel://(127.0.0.1:\\d+,){2}127.0.0.1:\\d+#keryx");
    }

    @Test
    void letAReplicaTakeOverWhenTheyAreTold() {
        RedisServer before = sentinels.master();

        RedisServer after = sentinels.failover();

        assertThat(after).isNotSameAs(before);
        assertThat(sentinels.role(after)).isEqualTo("master");
        sentinels.awaitOk();
        assertThat(sentinels.role(before)).isEqualTo("slave");
    }

    @Test
    void replaceAMasterThatHangs() {
        RedisServer before = sentinels.master();
        before.pause();
        assertThat(sentinels.awaitMasterAfter(before)).isNotSameAs(before);
        before.resume();
        sentinels.awaitOk();
        assertThat(sentinels.role(before)).isEqualTo("slave");
    }
}
