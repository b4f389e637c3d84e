package dev.keryx.bus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QuotaTest {
    @Test
    void boundsMessagesAndBytesButAnEmptyOneTakesAnything() {
        Quota quota = new Quota(2, 100);
        assertThat(quota.reserve(1_000)).isTrue();
        assertThat(quota.reserve(1)).isFalse();
        assertThat(quota.release(1_000)).isTrue();
        assertThat(quota.reserve(50)).isTrue();
        assertThat(quota.reserve(51)).isFalse();
        assertThat(quota.reserve(50)).isTrue();
        assertThat(quota.reserve(0)).isFalse();
        assertThat(quota.release(50)).isFalse();
        assertThat(quota.release(50)).isTrue();
        assertThat(quota.isUnused()).isTrue();
    }

    /** Else whoever waits for the last publish's outcome, such as a bus that ends, waits for ever. */
    @Test
    @Timeout(60)
    void whoeverReleasesTheLastIsToldSoThoughOthersAreRefusedMeanwhile() throws Exception {
        int rounds = 50_000;
        Quota quota = new Quota(10, 10);
        CyclicBarrier together = new CyclicBarrier(2);
        AtomicBoolean taken = new AtomicBoolean();
        Thread other = new Thread(() -> {
            try {
                for (int i = 0; i < rounds; i++) {
                    together.await();
                    taken.set(quota.reserve(8));
                    together.await();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        for (int i = 0; i < rounds; i++) {
            assertThat(quota.reserve(8)).isTrue();
            together.await();
            boolean last = quota.release(8);
            together.await();
            assertThat(last || taken.get()).as("round %d", i).isTrue();
            if (taken.get()) {
                assertThat(quota.release(8)).isTrue();
            }
        }
        other.join();
    }
}
