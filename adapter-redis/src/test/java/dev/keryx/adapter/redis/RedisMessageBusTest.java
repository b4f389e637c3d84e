package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisMessageBusTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "http://:hunter2@localhost",
                "redis://:hunter2 is wrong@localhost:1",
                "redis://:hunter2@localhost:port",
                "redis://:hunter2@/1"
            })
    void refusesWhatIsNoAddressWithoutRepeatingAPassword(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisMessageBus.at(uri))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hunter2"))
                .withNoCause();
    }

    @Test
    void takesOneServerForAnAddressAndNotAList() {
        assertThatExceptionOfType(KeryxException.class)
                .isThrownBy(() -> RedisMessageBus.at("redis://:hunter2@one:7001,two:7001"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void needsAWayToRedis() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisMessageBus.builder().build())
                .withMessageContaining("address");
    }
}
