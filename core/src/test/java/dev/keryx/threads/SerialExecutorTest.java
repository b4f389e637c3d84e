package dev.keryx.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    @RepeatedTest(5)
    void keepsTheOrderOnManyThreads() throws InterruptedException {
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(10_000);
        try (HandlerThreads threads = new HandlerThreads("serial-test")) {
            SerialExecutor serial = new SerialExecutor(threads);
            for (int i = 0; i < 10_000; i++) {
                int number = i;
                serial.execute(() -> {
                    ran.add(number);
                    done.countDown();
                });
            }
            done.await();
        }
        assertThat(ran).hasSize(10_000).isSorted();
    }

    @Test
    void leavesRoomForOthersAfterAStretch() {
        Deque<Runnable> threads = new ArrayDeque<>();
        SerialExecutor serial = new SerialExecutor(threads::add);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            serial.execute(() -> ran.add(number));
        }
        assertThat(threads).hasSize(1);
        threads.remove().run();
        assertThat(ran).hasSize(64);
        assertThat(threads).hasSize(1);
        threads.remove().run();
        assertThat(ran).hasSize(100);
        assertThat(threads).isEmpty();
    }

    @Test
    void aTaskThatThrowsCostsOnlyItself() {
        Deque<Runnable> threads = new ArrayDeque<>();
        SerialExecutor serial = new SerialExecutor(threads::add);
        List<String> ran = new ArrayList<>();
        serial.execute(() -> {
            throw new AssertionError("on purpose");
        });
        serial.execute(() -> ran.add("next"));
        threads.remove().run();
        assertThat(ran).containsExactly("next");
    }

    @Test
    void aRejectedTaskRunsWithTheNext() {
        Deque<Runnable> threads = new ArrayDeque<>();
        AtomicBoolean reject = new AtomicBoolean(true);
        SerialExecutor serial = new SerialExecutor(task -> {
            if (reject.get()) {
                throw new RejectedExecutionException();
            }
            threads.add(task);
        });
        List<String> ran = new ArrayList<>();
        assertThatThrownBy(() -> serial.execute(() -> ran.add("first"))).isInstanceOf(RejectedExecutionException.class);
        reject.set(false);
        serial.execute(() -> ran.add("second"));
        threads.remove().run();
        assertThat(ran).containsExactly("first", "second");
    }
}
