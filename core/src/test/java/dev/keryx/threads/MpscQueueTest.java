package dev.keryx.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MpscQueueTest {
    private static final int PRODUCERS = 4;
    private static final int EACH = 20_000;

    @Test
    void givesBackWhatWasAddedInOrder() {
        MpscQueue<Integer> queue = new MpscQueue<>();
        assertThat(queue.poll()).isNull();
        for (int i = 0; i < 100; i++) {
            queue.add(i);
        }
        assertThat(queue.isEmpty()).isFalse();
        for (int i = 0; i < 100; i++) {
            assertThat(queue.poll()).isEqualTo(i);
        }
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @RepeatedTest(5)
    void losesNothingAndKeepsEachProducersOrder() throws InterruptedException {
        MpscQueue<int[]> queue = new MpscQueue<>();
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            int producer = p;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < EACH; i++) {
                    queue.add(new int[] {producer, i});
                }
            });
            producers.add(thread);
            thread.start();
        }
        int[] next = new int[PRODUCERS];
        for (int taken = 0; taken < PRODUCERS * EACH; ) {
            int[] item = queue.poll();
            if (item != null) {
                assertThat(item[1]).isEqualTo(next[item[0]]++);
                taken++;
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertThat(queue.poll()).isNull();
    }
}
