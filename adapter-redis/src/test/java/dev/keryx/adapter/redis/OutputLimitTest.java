package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputLimitTest {
    /** As Redis answers CONFIG GET: all classes of clients in one line. */
    @ParameterizedTest
    @CsvSource({
        "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60, false",
        "normal 0 0 0 slave 268435456 67108864 60 pubsub 0 0 0, true",
        "normal 0 0 0 slave 268435456 67108864 60 pubsub 0 0 60, false"
    })
    void warnsOnlyOfSubscribersWithoutALimit(String limits, boolean unlimited) {
        List<Object> answer = List.of(text("client-output-buffer-limit"), text(limits));
        assertThat(OutputLimit.isUnlimited(answer)).isEqualTo(unlimited);
        assertThat(OutputLimit.isUnlimited(List.of())).isFalse();
    }

    private static Payload text(String text) {
        return Payload.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
