package dev.keryx.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeldomTest {
    private long now = -5;

    private final Seldom seldom = new Seldom(new TimeSource() {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public Registration after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }
    });

    @Test
    void saysYesAtOnceAndThenOnceAMinute() {
        assertThat(seldom.now()).isTrue();
        assertThat(seldom.now()).isFalse();
        now += Seldom.PAUSE.toNanos() - 1;
        assertThat(seldom.now()).isFalse();
        now++;
        assertThat(seldom.now()).isTrue();
        assertThat(seldom.now()).isFalse();
    }
}
