package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.FutureSource;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Overflow;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.TransportBus;
import dev.keryx.testkit.Eventually;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    /** Whatever makes it of no use: its subscription ends, its link is lost, its bus ends. */
    @Test
    void noTimerIsLeftForAFilterThatWasTakenAwayAndThatNobodyAsksForAnyMore() {
        MessageBus bus = bench.started(driver);
        int idle = bench.timers();
        Subscription subscription = bus.subscribe("a", message -> {});
        bench.run();
        revoke("a");
        assertThat(bench.timers()).isEqualTo(idle + 1);
        subscription.close();
        bench.run();
        assertThat(bench.timers()).isEqualTo(idle);

        bus.subscribe("b", message -> {});
        bench.run();
        revoke("b");
        bus.subscribe("b", message -> {});
        bench.run();
        assertThat(bench.timers()).as("it was asked for at once").isEqualTo(idle);
        revoke("b");
        driver.onOpen = link -> new CompletableFuture<>();
        driver.last().lose();
        bench.advance(LONG_ENOUGH);
        assertThat(bench.timers()).as("the attempt to connect").isEqualTo(1);

        driver.onOpen = CompletableFuture::completedFuture;
        bench.advance(Duration.ofSeconds(20));
        revoke("b");
        CompletableFuture<DrainReport> drain = bus.drain(LONG_ENOUGH);
        bench.run();
        assertThat(drain).isDone();
        assertThat(bench.timers()).isZero();
    }

    private void revoke(String filter) {
        driver.last().sink.revoked(Set.of(TopicFilter.of(filter)), new IllegalStateException("moved"));
        bench.run();
    }

    @Test
    void dropsAreCountedAgainWhenTheObserverHasBeenTooSlowForAWhile() {
        AtomicLong told = new AtomicLong();
        BusObserver observer = new BusObserver() {
            @Override
            public void dropped(Subscription subscription, long messages) {
                told.addAndGet(messages);
            }
        };
        MessageBus bus = bench.bus(driver, BusOptions.DEFAULT.observer(observer));
        bus.startAsync();
        bench.run();
        Subscription subscription =
                bus.subscribe("a", SubscribeOptions.DEFAULT.bufferMessages(1).overflow(Overflow.DROP_NEWEST), diary);
        bench.run();
        driver.last().onSend = topic -> CompletableFuture.failedFuture(new IllegalStateException("no"));
        for (int i = 0; i < 70_000; i++) {
            bus.publish("b", "whose failure the observer has yet to hear");
        }
        bringTwo();
        bench.run();
        bringTwo();
        bench.run();
        assertThat(subscription.stats().dropped()).isEqualTo(2);
        assertThat(told).hasValue(2);
    }

    private void bringTwo() {
        driver.last().bring("a", "a", "taken");
        driver.last().bring("a", "a", "dropped");
    }

    @Test
    void anOperationThatALostLinkNeverAnsweredLeavesNoTimer() {
        MessageBus bus = bench.started(driver);
        driver.last().onAdd = filters -> new CompletableFuture<>();
        bus.subscribe("a", diary);
        bench.run();
        driver.last().lose();
        bench.run();
        CompletableFuture<DrainReport> drained = bus.drain(Duration.ofMinutes(1));
        bench.run();
        assertThat(drained).isCompleted();
        assertThat(bench.timers()).isZero();
    }

    @Test
    void aDrainMayHaveAllTheTimeInTheWorld() {
        MessageBus bus = bench.started(driver);
        Subscription one = bus.subscribe("a", diary);
        bus.subscribe("b", diary);
        bench.run();
        driver.last().onRemove = filters -> new CompletableFuture<>();
        CompletableFuture<DrainReport> first = one.drain(ChronoUnit.FOREVER.getDuration());
        bench.advance(Duration.ofSeconds(2));
        assertThat(first).isCompleted();
        CompletableFuture<DrainReport> all = bus.drain(ChronoUnit.FOREVER.getDuration());
        bench.advance(LONG_ENOUGH);
        assertThat(all).isCompleted();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
    }

    @Test
    void anAnswerThatCannotBeReadCostsTheLinkOnly() {
        MessageBus bus = bench.started(driver);
        driver.last().onAdd = filters -> CompletableFuture.completedFuture(new HashMap<>() {
            @Override
            public boolean containsKey(Object key) {
                throw new IllegalStateException("on purpose");
            }
        });
        Subscription subscription = bus.subscribe("a", diary);
        bench.advance(LONG_ENOUGH);
        assertThat(subscription.ready()).isCompleted();
    }

    /** On threads of the bus's own, which end with a start that fails. */
    @Test
    @Timeout(60)
    void messagesOfAStartThatFailedWaitForTheNextStartWithoutATimer() throws InterruptedException {
        CompletableFuture<Map<TopicFilter, KeryxException>> answer = new CompletableFuture<>();
        driver.prepare = link -> link.onAdd = filters -> answer;
        MessageBus bus = TransportBus.over(driver, BusOptions.DEFAULT.clock(bench));
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Thread> handling = new AtomicReference<>();
        Subscription subscription = bus.subscribe("a", message -> {
            handling.compareAndSet(null, Thread.currentThread());
            goOn.await();
        });
        CompletableFuture<Void> start = bus.startAsync();
        Eventually.that(
                "the add is asked",
                () -> driver.links.size() == 1 && driver.last().live.size() == 1,
                bus::state);
        for (int i = 0; i < 300; i++) {
            driver.last().bring("a", "a", "message " + i);
        }
        Eventually.that("the handler is inside", () -> handling.get() != null, bus::state);
        driver.last().lose();
        Eventually.settled("the start", start);
        goOn.countDown();
        handling.get().join();
        assertThat(bus.state()).isEqualTo(BusState.NEW);
        assertThat(subscription.stats().buffered()).isPositive();
        assertThat(bench.timers()).isZero();
        driver.prepare = link -> {};
        bus.startAsync();
        Eventually.that("all have come", () -> subscription.stats().delivered() == 300, subscription::stats);
        bus.close();
    }
}
