package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Taken, certainly not sent, or nobody knows: what a publish ends with, whatever the driver does. */
class PublishOutcomesTest {
    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();

    @Test
    void isTakenWhenTheBrokerTookIt() {
        MessageBus bus = bench.started(driver);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        driver.last().onSend = topic -> answer;
        CompletableFuture<Void> publish = bus.publish("a", "x");
        assertThat(publish).isNotDone();
        answer.complete(null);
        assertThat(publish).as("not on the driver's thread").isNotDone();
        assertThat(bench.outcome(publish)).isNull();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void onlyCodesThatMeanItSayThatNothingWasSent(ErrorCode code) {
        MessageBus bus = bench.started(driver);
        driver.last().onSend = topic -> CompletableFuture.failedFuture(new KeryxException(code, "from the driver"));
        ErrorCode expected = switch (code) {
            case UNAVAILABLE, REJECTED, PAYLOAD_TOO_LARGE, OVERFLOW, UNSUPPORTED -> code;
            default -> ErrorCode.OUTCOME_UNKNOWN;
        };
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(expected);
    }

    @Test
    void isUnknownWhenTheDriverThrowsFailsOddlyOrSaysNothing() {
        MessageBus bus = bench.started(driver);
        driver.last().onSend = topic -> {
            throw new StackOverflowError("on purpose");
        };
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        driver.last().onSend = topic -> null;
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        driver.last().onSend = topic -> cancelled;
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        driver.last().onSend = topic -> CompletableFuture.completedFuture(null);
        assertThat(bench.outcome(bus.publish("a", "x"))).isNull();
    }

    @Test
    void isUnknownWhenTheLinkDiesBeforeTheAnswer() {
        MessageBus bus = bench.started(driver);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        driver.last().onSend = topic -> answer;
        CompletableFuture<Void> publish = bus.publish("a", "x");
        driver.last().lose();
        assertThat(bench.outcome(publish)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        answer.complete(null);
        bench.run();
        assertThat(publish).isCompletedExceptionally();
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(driver.links).hasSize(1);
        bench.advance(Duration.ofSeconds(3));
        assertThat(bench.outcome(bus.publish("a", "x"))).isNull();
        assertThat(driver.last().sent).as("nothing is sent again").hasSize(1);
    }

    @Test
    void isUnknownWhenTheLinkDiesInsideSend() {
        MessageBus bus = bench.started(driver);
        HandLink link = driver.last();
        link.onSend = topic -> {
            link.lose();
            return new CompletableFuture<>();
        };
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void isUnknownWhenNothingAtAllIsAnsweredForTwoSeconds() {
        MessageBus bus = bench.started(driver);
        driver.last().onPing = CompletableFuture::new;
        driver.last().onSend = topic -> new CompletableFuture<>();
        CompletableFuture<Void> publish = bus.publish("a", "x");
        bench.advanceMillis(1_999);
        assertThat(publish).isNotDone();
        bench.advanceMillis(2);
        assertThat(bench.outcome(publish)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void getsItsWholeTimeWhereOthersAreAnswered() {
        MessageBus bus = bench.started(driver);
        driver.last().onSend = topic -> new CompletableFuture<>();
        CompletableFuture<Void> publish = bus.publish("a", "x");
        bench.advanceMillis(9_999);
        assertThat(publish).as("heartbeats are answered, so the link lives").isNotDone();
        bench.advanceMillis(2);
        assertThat(bench.outcome(publish)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void eachOfManyHasItsOwnTime() {
        MessageBus bus = bench.started(driver);
        driver.last().onSend = topic -> new CompletableFuture<>();
        List<CompletableFuture<Void>> publishes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            publishes.add(bus.publish("a", "x"));
            bench.advanceMillis(1_000);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(publishes.get(i).isDone()).as("number %d", i).isEqualTo(i <= 10);
        }
        bench.advanceMillis(10_000);
        assertThat(publishes).allMatch(CompletableFuture::isDone);
    }

    @Test
    void isRefusedBeyondTheBoundInMessagesAndTakenAgainBelowIt() {
        MessageBus bus = bench.started(driver);
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        driver.last().onSend = topic -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        };
        for (int i = 0; i < BusOptions.DEFAULT_IN_FLIGHT_MESSAGES; i++) {
            assertThat(bus.publish("a", "")).isNotDone();
        }
        CompletableFuture<Void> refused = bus.publish("a", "");
        assertThat(bench.outcome(refused)).isEqualTo(ErrorCode.OVERFLOW);
        assertThat(answers).hasSize(BusOptions.DEFAULT_IN_FLIGHT_MESSAGES);
        answers.get(17).complete(null);
        bench.run();
        assertThat(bus.publish("a", "")).isNotDone();
        assertThat(bench.outcome(bus.publish("a", ""))).isEqualTo(ErrorCode.OVERFLOW);
    }

    @Test
    void isRefusedBeyondTheBoundInBytesButALargeOneMayGoAlone() {
        MessageBus bus = bench.started(driver);
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        driver.last().onSend = topic -> {
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
        };
        byte[] large = new byte[(int) BusOptions.DEFAULT_IN_FLIGHT_BYTES];
        CompletableFuture<Void> alone = bus.publish("a", large);
        assertThat(alone).isNotDone();
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(ErrorCode.OVERFLOW);
        answers.get(0).complete(null);
        assertThat(bench.outcome(alone)).isNull();
        assertThat(bus.publish("a", "x")).isNotDone();
        assertThat(bench.outcome(bus.publish("a", large))).isEqualTo(ErrorCode.OVERFLOW);
    }

    @Test
    void whatIsTooLargeNeverReachesTheDriver() {
        driver.prepare = link -> link.maxFrameBytes = 100;
        MessageBus bus = bench.started(driver);
        CompletableFuture<Void> publish = bus.publish("some.topic", new byte[65]);
        assertThat(bench.outcome(publish)).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
        assertThat(publish.handle((unused, failure) -> failure.getMessage()).join())
                .contains("some.topic", "101", "100");
        assertThat(driver.last().sent).isEmpty();
        assertThat(bench.outcome(bus.publish("some.topic", new byte[64]))).isNull();
    }

    @Test
    void goesToTheDriverInTheCallersThreadAndInOrder() {
        MessageBus bus = bench.started(driver);
        List<String> seen = new ArrayList<>();
        driver.last().onSend = topic -> {
            seen.add(topic.name());
            return new CompletableFuture<>();
        };
        for (String name : List.of("c", "a", "b")) {
            assertThat(bus.publish(name, "x")).isNotDone();
            assertThat(seen).last().isEqualTo(Topic.of(name).name());
        }
    }

    @Test
    void everyOneHasAnOutcomeWhenTheBusEnds() {
        MessageBus bus = bench.started(driver);
        driver.last().onSend = topic -> new CompletableFuture<>();
        CompletableFuture<Void> publish = bus.publish("a", "x");
        var drained = bus.drain(Duration.ofSeconds(1));
        bench.advanceMillis(999);
        assertThat(publish).isNotDone();
        assertThat(bench.outcome(bus.publish("a", "x"))).isEqualTo(ErrorCode.CLOSED);
        bench.advanceMillis(2);
        assertThat(bench.outcome(publish)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(drained).isCompleted();
        assertThat(bench.timers()).isZero();
    }

    @Test
    void theEndWaitsForAnswersThatComeInTime() {
        MessageBus bus = bench.started(driver);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        driver.last().onSend = topic -> answer;
        CompletableFuture<Void> publish = bus.publish("a", "x");
        var drained = bus.drain(Duration.ofMinutes(1));
        bench.run();
        assertThat(drained).isNotDone();
        assertThat(driver.last().closes).isZero();
        answer.complete(null);
        bench.run();
        assertThat(bench.outcome(publish)).isNull();
        assertThat(drained).isCompleted();
        assertThat(driver.last().closes).isEqualTo(1);
        assertThat(driver.releases).isEqualTo(1);
    }
}
