package dev.keryx.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.Codec;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Capability;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.RequestStats;
import dev.keryx.bus.Requests;
import dev.keryx.bus.Responder;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.WireFormat;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Questions and answers over a bus. On a bus without headers every one of these shows that both are refused. */
public interface RequestsContract extends BusContract {
    /** Between two buses of one world. */
    @Test
    @Rule("BUS-74")
    default void aQuestionGetsItsAnswer(BusLab lab) {
        if (!lab.can(Capability.HEADERS)) {
            refusesQuestions(lab, lab.started());
            return;
        }
        Requests there = requests(lab, lab.started());
        respond(lab, there, "double", (message, question) -> question + question);
        Requests here = requests(lab, lab.started());
        assertThat(Eventually.done("the answer", ask(lab, here, "double", "ab")))
                .isEqualTo("abab");
        Eventually.equal("pending", 0, () -> here.stats().pending());
    }

    /** Four threads ask, two buses answer: each question gets an answer to itself, once. */
    @ConcurrencyTest
    @Rule("BUS-74")
    default void everyQuestionGetsItsOwnAnswer(BusLab lab) {
        if (!lab.can(Capability.HEADERS)) {
            refusesQuestions(lab, lab.started());
            return;
        }
        for (int i = 0; i < 2; i++) {
            respond(lab, requests(lab, lab.started()), "echo", (message, question) -> "re: " + question);
        }
        Requests here = requests(lab, lab.started());
        Together.run(4, thread -> {
            for (int i = 0; i < 200; i++) {
                String question = thread + ":" + i;
                assertThat(Eventually.done("the answer", ask(lab, here, "echo", question)))
                        .isEqualTo("re: " + question);
            }
        });
        Eventually.equal("answers too many", 800L, () -> here.stats().late());
        assertThat(here.stats()).isEqualTo(new RequestStats(800, 800, 0, 0, 0, 0, 800, 0));
    }

    /** Nobody answers; the question was cancelled; the bus is not started, or ends: always an end, and nothing left. */
    @Test
    @Rule("BUS-75")
    default void everyQuestionEnds(BusLab lab) {
        if (!lab.can(Capability.HEADERS)) {
            refusesQuestions(lab, lab.started());
            return;
        }
        MessageBus bus = lab.fresh();
        Requests here = requests(lab, bus);
        expectCode(ask(lab, here, "nobody", "?"), ErrorCode.NOT_STARTED);
        lab.start(bus);
        expectCode(
                here.ask(Duration.ofMillis(20), Topic.of(lab.name("nobody")), "?", Codec.utf8(), Codec.utf8()),
                ErrorCode.TIMEOUT);
        ask(lab, here, "nobody", "?").cancel(true);
        assertThat(here.stats()).isEqualTo(new RequestStats(3, 0, 0, 1, 2, 0, 0, 0));
        CompletableFuture<String> waits = ask(lab, here, "nobody", "?");
        here.close();
        expectCode(waits, ErrorCode.CLOSED);
        Requests others = requests(lab, bus);
        CompletableFuture<String> waitsToo = ask(lab, others, "nobody", "?");
        bus.close();
        expectCode(waitsToo, ErrorCode.CLOSED);
        expectCode(ask(lab, others, "nobody", "?"), ErrorCode.CLOSED);
        assertThat(others.stats().pending()).isZero();
    }

    /** It comes when nobody waits any more: ignored, and counted. */
    @Test
    @Rule("BUS-75")
    default void aLateAnswerIsIgnoredAndCounted(BusLab lab) {
        if (!lab.can(Capability.HEADERS)) {
            refusesQuestions(lab, lab.started());
            return;
        }
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        respond(lab, requests(lab, lab.started()), "slow", (message, question) -> {
            begun.countDown();
            gate.await();
            return question;
        });
        Requests here = requests(lab, lab.started());
        CompletableFuture<String> given = ask(lab, here, "slow", "given up");
        Eventually.equal("questions not begun", 0L, begun::getCount);
        given.cancel(true);
        CompletableFuture<String> kept = ask(lab, here, "slow", "kept");
        gate.countDown();
        assertThat(Eventually.done("the answer", kept)).isEqualTo("kept");
        Eventually.equal("late answers", 1L, () -> here.stats().late());
    }

    /** Its code and its text; of any other failure nothing but that it was one. */
    @Test
    @Rule("BUS-76")
    default void aRefusalReachesWhoeverAskedAndAFailureShowsNothing(BusLab lab) {
        if (!lab.can(Capability.HEADERS)) {
            refusesQuestions(lab, lab.started());
            return;
        }
        Telemetry telemetry = new Telemetry();
        Requests there = requests(lab, lab.started(lab.options().observer(telemetry)));
        respond(lab, there, "moody", (message, question) -> {
            switch (question) {
                case "typed" -> throw new KeryxException(ErrorCode.DENIED, "not on Sundays");
                case "inner" -> throw new KeryxException(ErrorCode.UNAVAILABLE, "secret of another system");
                case "plain" -> throw new IllegalStateException("secret");
                default -> throw new AssertionError("secret");
            }
        });
        Requests here = requests(lab, lab.started());
        assertThat(expectCode(ask(lab, here, "moody", "typed"), ErrorCode.DENIED))
                .isEqualTo("DENIED: not on Sundays");
        assertThat(telemetry.handlerFailures).isEmpty();
        for (String question : List.of("inner", "plain", "error")) {
            assertThat(expectCode(ask(lab, here, "moody", question), ErrorCode.INTERNAL))
                    .doesNotContain("secret");
        }
        Eventually.equal("failures of the handler", 3, telemetry.handlerFailures::size);
        assertThat(here.stats().refused()).isEqualTo(4);
    }

    /** A RAW bus has no headers, whatever its adapter. */
    @Test
    @Rule("BUS-77")
    default void aBusWithoutHeadersRefusesQuestions(BusLab lab) {
        refusesQuestions(lab, lab.started(lab.options().format(WireFormat.RAW)));
    }

    private static void refusesQuestions(BusLab lab, MessageBus bus) {
        Requests requests = requests(lab, bus);
        expectCode(ask(lab, requests, "raw", "?"), ErrorCode.UNSUPPORTED);
        assertThatThrownBy(() -> respond(lab, requests, "raw", (message, question) -> question))
                .isInstanceOfSatisfying(
                        KeryxException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    }

    private static Requests requests(BusLab lab, MessageBus bus) {
        return lab.closing(Requests.over(bus));
    }

    private static void respond(BusLab lab, Requests requests, String topic, Responder<String, String> responder) {
        Subscription subscription =
                requests.respond(TopicFilter.of(lab.name(topic)), Codec.utf8(), Codec.utf8(), responder);
        lab.ready(subscription);
    }

    private static CompletableFuture<String> ask(BusLab lab, Requests requests, String topic, String question) {
        return requests.ask(Eventually.limit(), Topic.of(lab.name(topic)), question, Codec.utf8(), Codec.utf8());
    }

    private static String expectCode(CompletableFuture<?> answer, ErrorCode code) {
        KeryxException failure = Eventually.failed("the question", answer);
        assertThat(failure.code()).isEqualTo(code);
        return String.valueOf(failure.getMessage());
    }
}
