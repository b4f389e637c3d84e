package dev.keryx.redisserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RedisSentinelsIT {
    private final RedisSentinels sentinels = RedisSentinels.start();

    @AfterEach
    void close() {
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
