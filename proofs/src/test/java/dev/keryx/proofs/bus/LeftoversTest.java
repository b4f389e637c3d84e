package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.FutureSource;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.transport.TransportBus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What must not pile up, stay behind or go uncounted when something else is slow, full or at its end. */
class LeftoversTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(4);

    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();
    private final Diary diary = new Diary();

    /** The bench, but for tasks that are refused while the test says so. */
    private final class Saturated implements Executor, FutureSource {
        private boolean full;

        @Override
        public void execute(Runnable task) {
            if (full) {
                throw new RejectedExecutionException("full on purpose");
            }
            bench.execute(task);
        }

        @Override
        public <T> CompletableFuture<T> newFuture() {
            return bench.newFuture();
        }
    }

    @Test
    void anExecutorThatTakesNothingIsAskedAgainByOneTimerHoweverManyMessagesCome() {
        Saturated executor = new Saturated();
        MessageBus bus =
                TransportBus.over(driver, BusOptions.DEFAULT.executor(executor).clock(bench));
        CompletableFuture<Void> start = bus.startAsync();
        bench.run();
        start.join();
        bus.subscribe("a", diary);
        bench.run();
        int timers = bench.timers();
        executor.full = true;
        for (int i = 0; i < 1_000; i++) {
            driver.last().bring("a", "a", "message " + i);
        }
        assertThat(bench.timers()).isLessThanOrEqualTo(timers + 1);
        executor.full = false;
        bench.advance(LONG_ENOUGH);
        assertThat(diary.read()).hasSize(1_000);
    }

    private void bringTwo() {
        driver.last().bring("a", "a", "taken");
        driver.last().bring("a", "a", "dropped");
    }
}
