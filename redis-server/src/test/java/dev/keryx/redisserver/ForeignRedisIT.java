package dev.keryx.redisserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForeignRedisIT {
    private final String before = System.getProperty(RedisServer.URI_PROPERTY, "");
    private RedisServer foreign;

    @BeforeEach
    void startsOneToPointAt() {
        foreign = RedisServer.builder().start();
        System.setProperty(RedisServer.URI_PROPERTY, foreign.uri());
    }

    @AfterEach
    void forgetsIt() {
        System.setProperty(RedisServer.URI_PROPERTY, before);
        foreign.close();
    }

    @Test
    void isUsedWhereNoMoreIsAskedForAndSurvivesTheClose() {
        try (RedisServer redis = RedisServer.start()) {
            assertThat(redis.uri()).isEqualTo(foreign.uri());
            assertThat(redis.port()).isEqualTo(foreign.port());
        }
        assertThat(Ping.answers("127.0.0.1", foreign.port())).isTrue();
    }

    @Test
    void isNeverKilledPausedOrRestarted() {
        try (RedisServer redis = RedisServer.start()) {
            assertThatIllegalStateException().isThrownBy(redis::kill);
            assertThatIllegalStateException().isThrownBy(redis::pause);
            assertThatIllegalStateException().isThrownBy(redis::restart);
        }
    }

    @Test
    void isNotUsedWhereOneOfOnesOwnIsAskedFor() {
        try (RedisServer redis = RedisServer.builder().start()) {
            assertThat(redis.port()).isNotEqualTo(foreign.port());
        }
    }

    @Test
    void failsWhenNobodyAnswers() {
        foreign.kill();
        assertThatIllegalStateException()
                .isThrownBy(RedisServer::start)
                .withMessageContaining(RedisServer.URI_PROPERTY);
    }
}
