package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.StartPolicy;
import dev.keryx.bus.Topic;
import dev.keryx.bus.WhileDisconnected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Publishes that wait for a link: kept in order and within bounds, sent once or certainly not at all. */
class WaitingForALinkTest {
    private static final Duration AGE = Duration.ofSeconds(5);

    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();
    private boolean reachable = true;

    private MessageBus bus(WhileDisconnected policy) {
        return bench.bus(reachableAtTimes(), BusOptions.DEFAULT.whileDisconnected(policy));
    }

    private MessageBus started(WhileDisconnected policy) {
        return bench.started(reachableAtTimes(), BusOptions.DEFAULT.whileDisconnected(policy));
    }

    private HandDriver reachableAtTimes() {
        driver.onOpen = link -> reachable
                ? CompletableFuture.completedFuture(link)
                : CompletableFuture.failedFuture(new KeryxException(ErrorCode.UNAVAILABLE, "nobody there"));
        return driver;
    }

    private MessageBus cutOff(WhileDisconnected policy) {
        MessageBus bus = started(policy);
        cut();
        return bus;
    }

    private void cut() {
        reachable = false;
        driver.last().lose();
        bench.run();
    }

    private void mend() {
        reachable = true;
        bench.advance(Duration.ofSeconds(1));
    }

    @Test
    void whatWaitedGoesFirstAndInOrder() {
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(bus.publish("a", "waits " + i));
        }
        bench.run();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        mend();
        assertThat(bench.outcome(bus.publish("a", "comes later"))).isNull();
        assertThat(driver.last().texts())
                .containsExactly("waits 0", "waits 1", "waits 2", "waits 3", "waits 4", "comes later");
        waiting.forEach(publish -> assertThat(bench.outcome(publish)).isNull());
    }

    /** Nodes talk of now: an emit that comes late would contradict the hole that was told of. */
    @Test
    void whatNodesSayAmongThemselvesNeverWaits() {
        Topic own = Topic.reserved("kx.rooms");
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        CompletableFuture<Void> waits = bus.publish("a", "waits");
        assertThat(bench.outcome(bus.publish(Message.to(own, Payload.utf8("too late")))))
                .isEqualTo(ErrorCode.UNAVAILABLE);
        mend();
        assertThat(bench.outcome(bus.publish(Message.to(own, Payload.utf8("now")))))
                .isNull();
        assertThat(bench.outcome(waits)).isNull();
        assertThat(driver.last().texts()).containsExactly("waits", "now");
    }

    /** The link is up, but its driver has not been given everything yet: whoever comes now stands at the end. */
    @Test
    void whoComesWhileTheOthersAreBeingSentStandsAtTheEnd() {
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        bus.publish("a", "first");
        bus.publish("a", "second");
        List<CompletableFuture<Void>> inside = new ArrayList<>();
        driver.prepare = link -> link.onSend = topic -> {
            if (inside.isEmpty()) {
                inside.add(bus.publish("a", "third"));
            }
            return CompletableFuture.completedFuture(null);
        };
        mend();
        assertThat(driver.last().texts()).containsExactly("first", "second", "third");
        assertThat(bench.outcome(inside.get(0))).isNull();
    }

    @Test
    void nothingInFlightIsEverSentAgain() {
        MessageBus bus = started(WhileDisconnected.BUFFER);
        driver.last().onSend = topic -> new CompletableFuture<>();
        CompletableFuture<Void> inFlight = bus.publish("a", "in flight");
        cut();
        assertThat(bench.outcome(inFlight)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        CompletableFuture<Void> waits = bus.publish("a", "waits");
        mend();
        assertThat(bench.outcome(waits)).isNull();
        assertThat(driver.last().texts()).containsExactly("waits");
    }

    /** The second link dies while it is given the first of two: that one is unknown, the other waits for the third link. */
    @Test
    void aLinkThatDiesAmidstTheSendingLeavesTheRestWaiting() {
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        CompletableFuture<Void> first = bus.publish("a", "first");
        CompletableFuture<Void> second = bus.publish("a", "second");
        driver.prepare = link -> link.onSend = topic -> {
            driver.prepare = next -> {};
            link.lose();
            return new CompletableFuture<>();
        };
        mend();
        assertThat(bench.outcome(first)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.outcome(second)).isNull();
        assertThat(driver.links).hasSize(3);
        assertThat(driver.links.get(1).texts()).containsExactly("first");
        assertThat(driver.last().texts()).containsExactly("second");
    }

    @Test
    void aDriverThatThrowsLeavesAnUnknownOutcomeAndTheOthersGo() {
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        CompletableFuture<Void> first = bus.publish("a", "first");
        CompletableFuture<Void> second = bus.publish("a", "second");
        driver.prepare = link -> link.onSend = topic -> {
            link.onSend = next -> CompletableFuture.completedFuture(null);
            throw new StackOverflowError("on purpose");
        };
        mend();
        assertThat(bench.outcome(first)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(bench.outcome(second)).isNull();
    }

    @Test
    void isRefusedBeyondTheBoundInMessages() {
        MessageBus bus = cutOff(WhileDisconnected.buffer(2, 1_000, AGE));
        CompletableFuture<Void> first = bus.publish("a", "1");
        CompletableFuture<Void> second = bus.publish("a", "2");
        CompletableFuture<Void> third = bus.publish("a", "3");
        assertThat(bench.outcome(third)).isEqualTo(ErrorCode.OVERFLOW);
        assertThat(third.handle((unused, failure) -> failure.getMessage()).join())
                .contains("a", "2 messages", "1000 bytes");
        mend();
        assertThat(bench.outcome(first)).isNull();
        assertThat(bench.outcome(second)).isNull();
        cut();
        assertThat(bus.publish("a", "there is room again")).isNotDone();
    }

    @Test
    void isRefusedBeyondTheBoundInBytesButALargeOneMayWaitAlone() {
        MessageBus bus = cutOff(WhileDisconnected.buffer(10, 100, AGE));
        assertThat(bus.publish("a", new byte[1_000])).isNotDone();
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(ErrorCode.OVERFLOW);
        mend();
        cut();
        assertThat(bus.publish("a", new byte[60])).isNotDone();
        assertThat(bench.outcome(bus.publish("a", new byte[60]))).isEqualTo(ErrorCode.OVERFLOW);
    }

    @Test
    void eachOneWaitsForItsOwnTime() {
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        CompletableFuture<Void> older = bus.publish("a", "older");
        bench.advanceMillis(2_000);
        CompletableFuture<Void> younger = bus.publish("a", "younger");
        bench.advanceMillis(2_999);
        assertThat(older).isNotDone();
        bench.advanceMillis(1);
        assertThat(bench.outcome(older)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(younger).isNotDone();
        bench.advanceMillis(2_000);
        assertThat(bench.outcome(younger)).isEqualTo(ErrorCode.UNAVAILABLE);
        mend();
        assertThat(driver.last().texts()).isEmpty();
    }

    /** A publish has one time for all: what it waited is no longer there for the answer. */
    @Test
    void hasItsOutcomeWithinTheTimeOfAPublishHoweverLongItWaited() {
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        driver.prepare = link -> link.onSend = topic -> new CompletableFuture<>();
        CompletableFuture<Void> publish = bus.publish("a", "x");
        bench.advanceMillis(4_000);
        mend();
        assertThat(driver.last().texts()).containsExactly("x");
        bench.advanceMillis(4_999);
        assertThat(publish)
                .as("nine seconds and a bit, heartbeats are answered")
                .isNotDone();
        bench.advanceMillis(1);
        assertThat(bench.outcome(publish)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void neverWaitsLongerThanAPublishMayTake() {
        MessageBus bus = bench.bus(
                driver,
                BusOptions.DEFAULT
                        .startPolicy(StartPolicy.RETRY_IN_BACKGROUND)
                        .publishTimeout(Duration.ofSeconds(1))
                        .whileDisconnected(WhileDisconnected.buffer(10, 1_000, Duration.ofMinutes(1))));
        driver.onOpen = link -> new CompletableFuture<>();
        bus.startAsync();
        CompletableFuture<Void> publish = bus.publish("a", "x");
        bench.advanceMillis(1_000);
        assertThat(bench.outcome(publish)).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void nothingWaitsBeforeTheStart() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(ErrorCode.NOT_STARTED);
    }

    @Test
    void waitsForAStartUnderWayAndFailsWithIt() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        CompletableFuture<Void> start = bus.startAsync();
        CompletableFuture<Void> publish = bus.publish("a", "early");
        bench.run();
        assertThat(start).isDone();
        assertThat(bench.outcome(publish)).isNull();
        assertThat(driver.last().texts()).containsExactly("early");

        MessageBus inVain = bus(WhileDisconnected.BUFFER);
        reachable = false;
        CompletableFuture<Void> failing = inVain.startAsync();
        CompletableFuture<Void> lost = inVain.publish("a", "in vain");
        bench.run();
        assertThat(failing).isCompletedExceptionally();
        assertThat(bench.outcome(lost)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(bench.outcome(inVain.publish("a", "x"))).isEqualTo(ErrorCode.NOT_STARTED);
    }

    @Test
    void theEndFailsWhatWaitsAtOnce() {
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        CompletableFuture<Void> waits = bus.publish("a", "x");
        CompletableFuture<DrainReport> drain = bus.drain(Duration.ofSeconds(5));
        assertThat(bench.outcome(waits)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(bench.outcome(bus.publish("a", "x"))).isIn(ErrorCode.CLOSED, ErrorCode.UNAVAILABLE);
        bench.run();
        assertThat(drain).isDone();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        assertThat(bench.timers()).isZero();
    }

    /** The link is up and the driver slow: the end waits until everything has gone out. */
    @Test
    void theEndSendsWhatWaitsWhereThereIsALink() {
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        CompletableFuture<Void> waits = bus.publish("a", "first");
        List<CompletableFuture<DrainReport>> drains = new ArrayList<>();
        CompletableFuture<Void> second = bus.publish("a", "second");
        driver.prepare = link -> link.onSend = topic -> {
            if (drains.isEmpty()) {
                drains.add(bus.drain(Duration.ofSeconds(5)));
            }
            return CompletableFuture.completedFuture(null);
        };
        mend();
        assertThat(bench.outcome(waits)).isNull();
        assertThat(bench.outcome(second)).isNull();
        assertThat(driver.last().texts()).containsExactly("first", "second");
        assertThat(drains.get(0)).isDone();
    }

    @Test
    void whatTurnsOutTooLargeForTheLinkIsRefusedThen() {
        MessageBus bus = cutOff(WhileDisconnected.BUFFER);
        driver.prepare = link -> link.maxFrameBytes = 100;
        CompletableFuture<Void> large = bus.publish("a", new byte[65]);
        CompletableFuture<Void> small = bus.publish("a", new byte[64]);
        mend();
        assertThat(bench.outcome(large)).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
        assertThat(bench.outcome(small)).isNull();
    }

    @Test
    void aPolicyHasSensibleBounds() {
        assertThat(WhileDisconnected.FAIL_FAST.buffers()).isFalse();
        assertThat(WhileDisconnected.BUFFER.buffers()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> WhileDisconnected.buffer(0, 0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> WhileDisconnected.buffer(1, 0, AGE));
        assertThatIllegalArgumentException().isThrownBy(() -> WhileDisconnected.buffer(1, 1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> WhileDisconnected.buffer(65_537, 1, AGE));
        assertThatIllegalArgumentException().isThrownBy(() -> WhileDisconnected.buffer(1, (64L << 20) + 1, AGE));
    }
}
