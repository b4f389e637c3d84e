package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keryx.Codec;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.RequestOptions;
import dev.keryx.bus.Requests;
import dev.keryx.bus.StartPolicy;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Questions over a bus whose driver and clock are in the test's hand. */
class RequestsTest {
    private static final Topic TOPIC = Topic.of("price");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Codec<String> TEXT = Codec.utf8();

    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();

    private CompletableFuture<String> ask(Requests requests, Duration within) {
        return requests.ask(within, TOPIC, "?", TEXT, TEXT);
    }

    private ErrorCode failure(CompletableFuture<?> future) {
        bench.run();
        assertThat(future).isCompletedExceptionally();
        try {
            future.join();
            throw new AssertionError("it is an answer");
        } catch (CompletionException failure) {
            return ((KeryxException) failure.getCause()).code();
        }
    }

    /** A hundred thousand questions that nobody answers end by the clock and leave neither an entry nor a timer. */
    @Test
    void questionsThatAreNeverAnsweredLeaveNothing() {
        MessageBus bus = bench.started(driver);
        Requests requests = Requests.over(bus, new RequestOptions(100_000, 1 << 20));
        bench.run();
        int timers = bench.timers();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            answers.add(ask(requests, SECOND));
        }
        assertThat(requests.stats().pending()).isEqualTo(100_000);
        assertThat(failure(ask(requests, SECOND))).isEqualTo(ErrorCode.OVERFLOW);
        bench.advance(SECOND);
        answers.forEach(answer -> assertThat(failure(answer)).isEqualTo(ErrorCode.TIMEOUT));
        assertThat(requests.stats().pending()).isZero();
        assertThat(requests.stats().timedOut()).isEqualTo(100_000);
        assertThat(bench.timers()).isEqualTo(timers);
    }

    @Test
    void aQuestionThatIsCancelledIsForgottenAtOnce() {
        MessageBus bus = bench.started(driver);
        Requests requests = Requests.over(bus);
        bench.run();
        int timers = bench.timers();
        CompletableFuture<String> answer = ask(requests, SECOND);
        assertThat(bench.timers()).isEqualTo(timers + 1);
        answer.cancel(false);
        assertThat(bench.timers()).isEqualTo(timers);
        assertThat(requests.stats().pending()).isZero();
        assertThat(requests.stats().failed()).isEqualTo(1);
    }

    @Test
    void whatThePublishFailedWithIsPassedOn() {
        MessageBus bus = bench.bus(driver);
        Requests requests = Requests.over(bus);
        assertThat(failure(ask(requests, SECOND))).isEqualTo(ErrorCode.NOT_STARTED);
        CompletableFuture<Void> start = bus.startAsync();
        bench.run();
        start.join();
        driver.last().onSend = topic -> new CompletableFuture<>();
        CompletableFuture<String> answer = ask(requests, Duration.ofMinutes(1));
        bench.advance(Duration.ofSeconds(10));
        assertThat(failure(answer)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        CompletableFuture<String> other = ask(requests, Duration.ofMinutes(1));
        driver.last().lose();
        assertThat(failure(other)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(failure(ask(requests, SECOND))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(requests.stats().pending()).isZero();
    }

    /** The link is up again, the inbox is not: an answer would find nobody, so nothing is asked. */
    @Test
    void nothingIsAskedWhileNoAnswerCouldCome() {
        MessageBus bus = bench.started(driver);
        Requests requests = Requests.over(bus);
        bench.run();
        driver.prepare = link -> link.onAdd = filters -> new CompletableFuture<>();
        driver.last().lose();
        bench.advance(SECOND);
        assertThat(driver.links).hasSize(2);
        assertThat(failure(ask(requests, SECOND))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(driver.last().sent).isEmpty();
    }

    /** Asked before the inbox was ever confirmed: sent when it is, in order, and not at all where nobody waits any more. */
    @Test
    void questionsWaitForTheInboxWithoutLeavingAnythingBehind() {
        List<CompletableFuture<Void>> adds = new ArrayList<>();
        driver.prepare = link -> link.onAdd = filters -> {
            CompletableFuture<Void> confirm = new CompletableFuture<>();
            adds.add(confirm);
            return confirm.thenApply(unused -> Map.of());
        };
        MessageBus bus = bench.bus(driver, BusOptions.DEFAULT.startPolicy(StartPolicy.RETRY_IN_BACKGROUND));
        bus.startAsync();
        Requests requests = Requests.over(bus);
        bench.run();
        CompletableFuture<String> inVain = ask(requests, Duration.ofMillis(10));
        CompletableFuture<String> first = ask(requests, SECOND);
        CompletableFuture<String> second = ask(requests, SECOND);
        bench.advanceMillis(10);
        assertThat(failure(inVain)).isEqualTo(ErrorCode.TIMEOUT);
        assertThat(driver.last().sent).isEmpty();
        adds.get(0).complete(null);
        bench.run();
        assertThat(driver.last().sent).hasSize(2);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        assertThat(requests.stats().pending()).isEqualTo(2);
    }

    @Test
    void theEndOfTheBusEndsEveryQuestion() {
        MessageBus bus = bench.started(driver);
        Requests requests = Requests.over(bus);
        bench.run();
        CompletableFuture<String> answer = ask(requests, SECOND);
        bus.drain(SECOND);
        assertThat(failure(answer)).isEqualTo(ErrorCode.CLOSED);
        assertThat(failure(ask(requests, SECOND))).isEqualTo(ErrorCode.CLOSED);
        assertThat(bench.timers()).isZero();
    }

    @Test
    void anInboxThatTheBrokerRefusesFailsEveryQuestion() {
        MessageBus bus = bench.started(driver);
        driver.last().onAdd = filters -> CompletableFuture.completedFuture(
                Map.of(filters.iterator().next(), new KeryxException(ErrorCode.REJECTED, "no")));
        Requests requests = Requests.over(bus);
        CompletableFuture<String> answer = ask(requests, SECOND);
        assertThat(failure(answer)).isEqualTo(ErrorCode.REJECTED);
        assertThat(failure(ask(requests, SECOND))).isEqualTo(ErrorCode.REJECTED);
    }

    /** A question may come from anywhere and name any topic as its inbox. */
    @Test
    void answersGoToInboxesOnly() {
        MessageBus bus = bench.started(driver);
        Requests requests = Requests.over(bus);
        List<String> asked = new ArrayList<>();
        requests.respond(TopicFilter.of("price"), TEXT, TEXT, (message, question) -> {
            asked.add(question);
            return "1";
        });
        bench.run();
        for (String inbox : List.of("orders", "kx.ctl", "kx.ask.", "kx.ask.*", "kx.ask.a b")) {
            Message question = Message.to(TOPIC, Payload.utf8(inbox))
                    .withHeader("kx-reply-to", inbox)
                    .withHeader("kx-question", "7");
            bring(bus, question);
        }
        bring(bus, Message.to(TOPIC, Payload.utf8("no number")).withHeader("kx-reply-to", "kx.ask.1"));
        assertThat(asked).containsExactly("kx.ask.a b");
    }

    /** Publishes, and brings what travelled. */
    private void bring(MessageBus bus, Message message) {
        bus.publish(message);
        HandLink link = driver.last();
        link.sink.frame(TopicFilter.exactly(message.topic()), message.topic(), link.sent.get(link.sent.size() - 1));
        bench.run();
    }

    @Test
    void wrongArgumentsAreThrownAtOnce() {
        MessageBus bus = bench.started(driver);
        Requests requests = Requests.over(bus);
        assertThatIllegalArgumentException().isThrownBy(() -> ask(requests, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requests.ask(SECOND, Topic.of("kx.ctl"), "?", TEXT, TEXT));
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestOptions(0, 1));
        assertThat(requests.stats().asked()).isZero();
    }
}
