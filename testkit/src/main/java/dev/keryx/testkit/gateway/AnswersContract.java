package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.Refusal;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client hears about an event it sent. */
@SuppressWarnings("FutureReturnValueIgnored") // a handler may answer with a stage
public interface AnswersContract extends GatewayContract {
    /** The handler is at work still when the goodbye comes. */
    @Test
    @Rule("GW-89")
    default void whatCameBeforeTheGoodbyeIsAnswered(GatewayLab lab) {
        CountDownLatch release = new CountDownLatch(1);
        try {
            Node node = lab.node();
            node.root()
                    .answer("slow", (connection, args) -> {
                        release.await();
                        return "done";
                    })
                    .answer("echo", (connection, args) -> args);
            ProbeClient other = node.connect().client();
            ProbeClient client = node.connect().client();
            long first = client.ask("slow");
            long second = client.ask("echo", "last");
            client.close();
            assertThat(other.expectAck(other.ask("echo", 1))).containsExactly(1L);
            release.countDown();
            assertThat(client.expectAck(first)).containsExactly("done");
            assertThat(client.expectAck(second)).containsExactly("last");
            assertThat(client.expectClosed().code()).isEqualTo(CloseReason.NORMAL.code());
            node.awaitStat("the number of links", 1, GatewayStats::links);
        } finally {
            release.countDown();
        }
    }

    /** A value, null, arguments as received, or a stage of one. */
    @Test
    @Rule("GW-26")
    default void anAnswerIsTheAck(GatewayLab lab) {
        Node node = lab.node();
        node.root()
                .answer("value", (connection, args) -> Map.of("sum", 3))
                .answer("null", (connection, args) -> null)
                .answer("spread", (connection, args) -> args.from(1))
                .answer("stage", (connection, args) -> CompletableFuture.completedFuture("staged"));
        ProbeClient client = node.connect().client();
        assertThat(client.expectAck(client.ask("value"))).containsExactly(Map.of("sum", 3L));
        assertThat(client.expectAck(client.ask("null"))).containsExactly((Object) null);
        assertThat(client.expectAck(client.ask("spread", 1, 2, "three"))).containsExactly(2L, "three");
        assertThat(client.expectAck(client.ask("stage"))).containsExactly("staged");
    }

    /** The client can rely on the handler being done. */
    @Test
    @Rule("GW-27")
    default void aHandlerThatReturnsIsAnEmptyAck(GatewayLab lab) {
        AtomicInteger handled = new AtomicInteger();
        Node node = lab.node();
        node.root().on("do", (connection, args) -> handled.incrementAndGet());
        ProbeClient client = node.connect().client();
        assertThat(client.expectAck(client.ask("do"))).isEmpty();
        assertThat(handled).hasValue(1);
    }

    /** Returned, thrown, or in a stage; from a guard too. */
    @Test
    @Rule("GW-28")
    default void aRefusalReachesTheClient(GatewayLab lab) {
        Refusal full = Refusal.of("FULL", "the lobby is full");
        AtomicInteger guarded = new AtomicInteger();
        Node node = lab.node();
        node.root()
                .guard((connection, event, args) -> {
                    if (event.equals("guarded")) {
                        throw full.toException();
                    }
                })
                .answer("returned", (connection, args) -> full)
                .answer("staged", (connection, args) -> CompletableFuture.completedFuture(full))
                .answer("failed", (connection, args) -> CompletableFuture.failedFuture(full.toException()))
                .on("thrown", (connection, args) -> {
                    throw full.toException();
                })
                .on("guarded", (connection, args) -> guarded.incrementAndGet());
        ProbeClient client = node.connect().client();
        for (String event : List.of("returned", "staged", "failed", "thrown", "guarded")) {
            Refusal heard = client.expectNo(client.ask(event));
            assertThat(heard.code()).as(event).isEqualTo("FULL");
            assertThat(heard.message()).as(event).isEqualTo("the lobby is full");
        }
        assertThat(guarded).hasValue(0);
    }

    /** Exceptions name tables, hosts and files; a client must not read them. */
    @Test
    @Rule("GW-29")
    default void anyOtherExceptionReachesTheClientWithoutItsText(GatewayLab lab) {
        Node node = lab.node();
        node.root()
                .on("thrown", (connection, args) -> {
                    throw new IllegalStateException("secret");
                })
                .on("error", (connection, args) -> {
                    throw new AssertionError("secret");
                })
                .on("value", (connection, args) -> {
                    throw new Exception("secret", new RuntimeException("secret"));
                })
                .answer(
                        "staged",
                        (connection, args) -> CompletableFuture.failedFuture(new IllegalStateException("secret")));
        ProbeClient client = node.connect().client();
        for (String event : List.of("thrown", "error", "value", "staged")) {
            Refusal heard = client.expectNo(client.ask(event));
            assertThat(heard.code()).as(event).isEqualTo("INTERNAL");
            assertThat(heard.toString()).as(event).doesNotContain("secret");
        }
        node.awaitStats("the failures were counted", stats -> stats.handlerFailures() >= 4);
    }

    /** An event for which there is no handler. */
    @Test
    @Rule("GW-28")
    default void anUnknownEventIsRefusedUnlessSomebodyTakesIt(GatewayLab lab) {
        Node node = lab.node();
        ProbeClient client = node.connect().client();
        assertThat(client.expectNo(client.ask("unknown")).code()).isEqualTo("UNSUPPORTED");
        List<String> taken = Collections.synchronizedList(new ArrayList<>());
        node.root()
                .onUnknown((connection, event) ->
                        taken.add(event.name() + event.args().size()));
        assertThat(client.expectAck(client.ask("unknown", 1, 2))).isEmpty();
        assertThat(taken).containsExactly("unknown2");
    }

    /** Not even after a failure. */
    @Test
    @Rule("GW-30")
    default void whoWantsNoAckGetsNone(GatewayLab lab) {
        Node node = lab.node();
        node.root().answer("value", (connection, args) -> 1).on("fails", (connection, args) -> {
            throw new IllegalStateException("not told");
        });
        Peer peer = node.connect();
        peer.client().send("value");
        peer.client().send("fails");
        peer.client().send("unknown");
        assertThat(peer.client().expectNo(peer.client().ask("unknown")).code()).isEqualTo("UNSUPPORTED");
        assertThat(peer.received()).isEmpty();
        assertThat(peer.client().acksLeft()).isZero();
        assertThat(peer.client().isOpen()).isTrue();
    }

    /** Answered from many threads at once, each question gets its own answer, once. */
    @ConcurrencyTest
    @Rule("GW-30")
    default void everyQuestionGetsItsOwnAnswerOnce(GatewayLab lab) {
        List<CompletableFuture<Object>> pending = Collections.synchronizedList(new ArrayList<>());
        Node node = lab.node();
        node.root().answer("later", Integer.class, (connection, n) -> {
            CompletableFuture<Object> answer = new CompletableFuture<>();
            pending.add(answer);
            return answer.thenApply(go -> n);
        });
        ProbeClient client = node.connect().client();
        List<Long> asked =
                IntStream.range(0, 200).mapToObj(n -> client.ask("later", n)).toList();
        Eventually.equal("the number of questions", asked.size(), pending::size);
        Together.run(
                4,
                thread -> IntStream.range(0, asked.size())
                        .filter(n -> n % 4 == thread)
                        .forEach(n -> pending.get(n).complete("go")));
        for (int n = 0; n < asked.size(); n++) {
            assertThat(client.expectAck(asked.get(n))).containsExactly((long) n);
        }
        assertThat(client.acksLeft()).isZero();
    }
}
