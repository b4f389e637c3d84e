package dev.keryx.gateway.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.GatewayLimits;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000L;

    private long paidAt;

    private long take(Rate rate, long now) {
        paidAt = rate.take(paidAt, now);
        return rate.excess(paidAt, now);
    }

    @Test
    void aBurstIsFreeAndWhatFollowsIsADebt() {
        Rate rate = new Rate(10, 3);
        assertThat(take(rate, 5 * SECOND)).isNotPositive();
        assertThat(take(rate, 5 * SECOND)).isNotPositive();
        assertThat(take(rate, 5 * SECOND)).isNotPositive();
        assertThat(take(rate, 5 * SECOND)).isEqualTo(SECOND / 10);
        assertThat(take(rate, 5 * SECOND)).isEqualTo(SECOND / 5);
        assertThat(rate.excess(paidAt, 5 * SECOND + SECOND / 5)).isZero();
    }

    @Test
    void whoKeepsTheRateNeverOwes() {
        Rate rate = new Rate(10, 1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(take(rate, i * SECOND / 10)).isNotPositive();
        }
    }

    @Test
    void unusedTimeIsNotSavedBeyondTheBurst() {
        Rate rate = new Rate(10, 2);
        take(rate, 0);
        take(rate, 1_000 * SECOND);
        take(rate, 1_000 * SECOND);
        assertThat(take(rate, 1_000 * SECOND)).isPositive();
        assertThat(rate.calm(paidAt, 1_000 * SECOND)).isFalse();
        assertThat(rate.calm(paidAt, 1_001 * SECOND)).isTrue();
    }

    @Test
    void offMeansOff() {
        Rate rate = new Rate(GatewayLimits.OFF, 1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(take(rate, 7)).isNotPositive();
        }
        assertThat(rate.calm(paidAt, 7)).isTrue();
        assertThat(new Rate(1, GatewayLimits.OFF).excess(SECOND, 0)).isNegative();
    }
}
