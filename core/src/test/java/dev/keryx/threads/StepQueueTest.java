package dev.keryx.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StepQueueTest {
    private final StepQueue queue = new StepQueue();

    @Test
    void runsAStepInTheCallerWhenIdle() {
        List<Thread> ran = new ArrayList<>();
        queue.run(() -> ran.add(Thread.currentThread()));
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    @Test
    void finishesAStepBeforeOneThatItBrings() {
        List<String> order = new ArrayList<>();
        queue.run(() -> {
            queue.run(() -> order.add("inner"));
            order.add("outer");
        });
        assertThat(order).containsExactly("outer", "inner");
    }

    @Test
    void survivesAStepThatThrowsAnError() {
        List<String> ran = new ArrayList<>();
        queue.run(() -> {
            throw new StackOverflowError();
        });
        queue.run(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
    }

    @RepeatedTest(5)
    void neverRunsTwoStepsAtOnceAndLosesNone() throws InterruptedException {
        int[] count = {0};
        AtomicBoolean inside = new AtomicBoolean();
        AtomicBoolean overlapped = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(4 * 5_000);
        for (int t = 0; t < 4; t++) {
            new Thread(() -> {
                        for (int i = 0; i < 5_000; i++) {
                            queue.run(() -> {
                                if (!inside.compareAndSet(false, true)) {
                                    overlapped.set(true);
                                }
                                count[0]++;
                                inside.set(false);
                                done.countDown();
                            });
                        }
                    })
                    .start();
        }
        done.await();
        assertThat(count[0]).isEqualTo(20_000);
        assertThat(overlapped).isFalse();
    }
}
