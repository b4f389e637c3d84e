package dev.keryx.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {
    private final WorkerPool pool = new WorkerPool("worker-pool-test");

    @AfterEach
    void close() {
        pool.close();
    }

    @RepeatedTest(20)
    void runsEveryTaskOnce() throws InterruptedException {
        int tasks = 20_000;
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < 2; i++) {
            new Thread(() -> {
                        for (int t = 0; t < tasks / 2; t++) {
                            pool.execute(() -> {
                                ran.incrementAndGet();
                                done.countDown();
                            });
                        }
                    })
                    .start();
        }
        done.await();
        assertThat(ran).hasValue(tasks);
    }

    /** All tasks must be inside at once for any of them to end. */
    @RepeatedTest(20)
    void hasAThreadForEachTaskThatBlocks() throws Exception {
        int tasks = 50;
        CyclicBarrier together = new CyclicBarrier(tasks);
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            pool.execute(() -> {
                try {
                    together.await(50, TimeUnit.SECONDS);
                    done.countDown();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    }

    /** Each task waits for one that it hands over itself: there must be a worker for that one while it waits. */
    @RepeatedTest(20)
    void aTaskMayWaitForAnother() throws Exception {
        CountDownLatch done = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            pool.execute(() -> {
                CountDownLatch inner = new CountDownLatch(1);
                pool.execute(inner::countDown);
                try {
                    assertThat(inner.await(50, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                done.countDown();
            });
        }
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTaskThatThrowsCostsItsWorkerNothing() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(() -> {
            throw new StackOverflowError("on purpose");
        });
        pool.execute(() -> Thread.currentThread().interrupt());
        pool.execute(done::countDown);
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    }

    @RepeatedTest(20)
    void whatWasHandedOverBeforeTheEndStillRunsAndNoThreadStays() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        List<Runnable> refused = new ArrayList<>();
        CountDownLatch ran = new CountDownLatch(500);
        for (int i = 0; i < 500; i++) {
            pool.execute(() -> {
                threads.add(Thread.currentThread());
                ran.countDown();
            });
        }
        pool.close();
        assertThatThrownBy(() -> pool.execute(() -> refused.add(null))).isInstanceOf(RejectedExecutionException.class);
        assertThat(ran.await(50, TimeUnit.SECONDS)).isTrue();
        for (Thread thread : threads) {
            thread.join(50_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(refused).isEmpty();
    }

    /** A thread that the test starts. */
    private static final class Held extends Thread {
        Held(Runnable task) {
            super(task);
        }

        @Override
        public void start() {}

        void begin() {
            super.start();
        }
    }

    @Test
    void aTaskThatWasTakenRunsThoughThereIsNoThreadForTheNext() throws Exception {
        List<Held> made = new ArrayList<>();
        WorkerPool poor = new WorkerPool("poor", task -> {
            if (!made.isEmpty()) {
                throw new OutOfMemoryError("no more threads, on purpose");
            }
            made.add(new Held(task));
            return made.get(0);
        });
        CountDownLatch both = new CountDownLatch(2);
        poor.execute(both::countDown);
        poor.execute(both::countDown);
        made.get(0).begin();
        assertThat(both.await(50, TimeUnit.SECONDS)).isTrue();
        poor.close();
    }
}
