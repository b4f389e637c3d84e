package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.StartPolicy;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.transport.TransportBus;
import dev.keryx.testkit.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers that block where they must not keep their own link waiting, and nothing and nobody else. Real threads. */
@Timeout(120)
class BlockingDriverTest {
    private static final BusOptions QUICK = BusOptions.DEFAULT
            .heartbeat(Duration.ofMillis(50), Duration.ofMillis(500))
            .reconnectCap(Duration.ofMillis(50))
            .grace(Duration.ofMillis(500));

    private final HandDriver driver = new HandDriver();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    private <T> T blocked() {
        try {
            released.await();
            throw new IllegalStateException("released");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageBus started(HandDriver driver, BusOptions options) {
        MessageBus bus = TransportBus.over(driver, options);
        bus.start();
        return bus;
    }

    private static void assertHears(MessageBus bus, HandDriver driver) {
        CompletableFuture<String> heard = new CompletableFuture<>();
        Subscription subscription = bus.subscribe(
                "probe", message -> heard.complete(message.payload().utf8()));
        Eventually.done("ready", subscription.ready());
        driver.last().bring("probe", "probe", "hello");
        assertThat(Eventually.done("heard", heard)).isEqualTo("hello");
        subscription.close();
    }

    @Test
    void anAddThatBlocksCostsItsLink() {
        try (MessageBus bus = started(driver, QUICK)) {
            driver.last().onAdd = filters -> blocked();
            Subscription subscription = bus.subscribe("a", message -> {});
            Eventually.done("publish", bus.publish("a", "meanwhile"));
            Eventually.done("ready over the next link", subscription.ready());
            assertHears(bus, driver);
            assertThat(driver.links).hasSizeGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"its name", "its largest frame"})
    void aDriverThatIsAskedForSomethingAndBlocksHoldsUpNothingElse(String what) {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        if (what.equals("its name")) {
            driver.onOpen = link -> CompletableFuture.completedFuture(null);
            driver.name = () -> {
                asked.complete(null);
                return blocked();
            };
        } else {
            driver.prepare = link -> link.onMaxFrameBytes = () -> {
                asked.complete(null);
                return blocked();
            };
        }
        try (MessageBus bus = TransportBus.over(driver, QUICK.startPolicy(StartPolicy.RETRY_IN_BACKGROUND))) {
            bus.start();
            Eventually.done("the driver was asked for " + what, asked);
            Subscription subscription = bus.subscribe("a", message -> {});
            subscription.close();
            Eventually.done("closed", subscription.closed());
        }
    }

    @Test
    void aHeartbeatThatBlocksCostsItsLink() {
        try (MessageBus bus = started(driver, QUICK)) {
            driver.last().onPing = this::blocked;
            Eventually.that("there is another link", () -> driver.links.size() > 1, () -> driver.links);
            Eventually.equal("state", BusState.RUNNING, bus::state);
            assertHears(bus, driver);
        }
    }

    @Test
    void aCloseThatBlocksKeepsTheNextLinkWaitingForAWhileOnly() {
        try (MessageBus bus = started(driver, QUICK)) {
            driver.last().onClose = this::blocked;
            driver.last().lose();
            Eventually.that("there is another link", () -> driver.links.size() > 1, () -> driver.links);
            Eventually.equal("state", BusState.RUNNING, bus::state);
            assertHears(bus, driver);
        }
    }

    @Test
    void theEndComesThoughEverythingBlocks() {
        MessageBus bus = started(driver, QUICK);
        driver.last().onRemove = filters -> blocked();
        driver.last().onClose = this::blocked;
        driver.onRelease = this::blocked;
        Subscription subscription = bus.subscribe("a", message -> {});
        Eventually.done("ready", subscription.ready());
        bus.close();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
    }

    @Test
    void aStartThatBlocksInOpenCanBeEnded() {
        driver.onOpen = link -> blocked();
        MessageBus bus = TransportBus.over(driver, QUICK);
        CompletableFuture<Void> start = bus.startAsync();
        Eventually.that("open was called", () -> !driver.links.isEmpty(), () -> driver.links);
        bus.close();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        Eventually.failed("start", start);
    }

    /** What an attempt makes that begins only when everything was given back is given back too. */
    @Test
    void aStartThatBlocksInOpenLeavesNothingWhenItNoLongerBlocks() {
        driver.onOpen = link -> blocked();
        MessageBus bus = TransportBus.over(driver, QUICK);
        CompletableFuture<Void> start = bus.startAsync();
        Eventually.that("open was called", () -> !driver.links.isEmpty(), () -> driver.links);
        bus.close();
        Eventually.failed("start", start);
        int before = driver.releases;

        released.countDown();

        Eventually.that("it was released again", () -> driver.releases > before, () -> driver.releases);
    }

    /** One thread, and a handler sits on it: the link is looked after all the same, and nothing is taken for dead. */
    @Test
    void handlersThatBlockTheWholeExecutorMakeNoLinkLookDead() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        CountDownLatch inside = new CountDownLatch(1);
        try (MessageBus bus = started(driver, QUICK.executor(one))) {
            HandLink link = driver.last();
            link.onAdd = filters -> CompletableFuture.completedFuture(Map.of());
            Subscription subscription = bus.subscribe("a", message -> {
                inside.countDown();
                released.await();
            });
            Eventually.done("ready", subscription.ready());
            link.bring("a", "a", "x");
            Eventually.that("the handler blocks", () -> inside.getCount() == 0, () -> subscription.stats());
            int pings = link.pings;
            Eventually.that("heartbeats go on", () -> link.pings > pings + 20, () -> link.pings);
            assertThat(driver.links).hasSize(1);
            released.countDown();
        } finally {
            one.shutdownNow();
        }
    }
}
