package dev.keryx.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BusOptionsTest {
    private static final List<Function<Duration, BusOptions>> TIMES = List.of(
            BusOptions.DEFAULT::startTimeout,
            BusOptions.DEFAULT::grace,
            BusOptions.DEFAULT::replyTimeout,
            BusOptions.DEFAULT::publishTimeout,
            BusOptions.DEFAULT::reconnectCap,
            BusOptions.DEFAULT::rejectedRetry,
            time -> BusOptions.DEFAULT.heartbeat(time, Duration.ofSeconds(1)),
            time -> BusOptions.DEFAULT.heartbeat(Duration.ofSeconds(1), time));

    /** Else the bus would fail in the middle of its start. */
    @Test
    void timesThatCannotBeCountedAreRefusedAtOnce() {
        List<Duration> impossible = List.of(
                ChronoUnit.FOREVER.getDuration(), Duration.ofDays(200_000), Duration.ZERO, Duration.ofNanos(-1));
        TIMES.forEach(time -> impossible.forEach(
                duration -> assertThatIllegalArgumentException().isThrownBy(() -> time.apply(duration))));
    }

    @Test
    void aVeryLongTimeIsATime() {
        Duration century = Duration.ofDays(36_500);
        assertThat(BusOptions.DEFAULT.publishTimeout(century).publishTimeout()).isEqualTo(century);
    }
}
