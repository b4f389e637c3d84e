package dev.keryx.adapter.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.simulation.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InMemoryLaneTest {
    @Test
    void runsOneTaskAtATimeInOrderWhateverItRunsOn() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        InMemoryLane lane = new InMemoryLane(threads, TimeSource.system());
        List<Integer> order = new ArrayList<>(); // no lock: that is the point
        CountDownLatch done = new CountDownLatch(1);

        for (int i = 0; i < 100_000; i++) {
            int number = i;
            lane.execute(() -> order.add(number));
        }
        lane.execute(done::countDown);
        done.await();

        assertThat(order).hasSize(100_000).isSorted();
        threads.shutdown();
    }

    @Test
    void knowsItsOwnTasksOnly() {
        List<Runnable> tasks = new ArrayList<>();
        InMemoryLane lane = new InMemoryLane(tasks::add, new ManualClock());
        List<Boolean> inside = new ArrayList<>();

        lane.execute(() -> inside.add(lane.inLane()));
        tasks.remove(0).run();

        assertThat(inside).containsExactly(true);
        assertThat(lane.inLane()).as("the same thread, between tasks").isFalse();
    }

    @Test
    void aTaskThatFailsCostsItselfOnly() {
        InMemoryLane lane = new InMemoryLane(Runnable::run, new ManualClock());
        List<String> ran = new ArrayList<>();
        lane.execute(() -> {
            throw new IllegalStateException("a faulty task");
        });
        lane.execute(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
    }

    @Test
    void laterIsOnTheLaneAndCanBeTakenBackEvenAtTheLastMoment() {
        List<Runnable> tasks = new ArrayList<>();
        ManualClock clock = new ManualClock();
        InMemoryLane lane = new InMemoryLane(tasks::add, clock);
        List<Boolean> ran = new ArrayList<>();

        lane.later(() -> ran.add(lane.inLane()), Duration.ofMillis(5));
        Registration takenBack = lane.later(() -> ran.add(false), Duration.ofMillis(5));
        clock.advance(Duration.ofMillis(5));
        takenBack.close();
        tasks.forEach(Runnable::run);

        assertThat(ran).containsExactly(true);
    }

    @Test
    void anExecutorThatHasEndedTakesNothingAndNobodyMinds() throws InterruptedException {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        InMemoryLane lane = new InMemoryLane(threads, TimeSource.system());
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        lane.execute(() -> {
            throw new AssertionError("must not run");
        });
        assertThat(lane.inLane()).isFalse();
    }
}
