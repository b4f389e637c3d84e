package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.gateway.Acks;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.RefusedException;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What the gateway hears when it asks its clients. */
public interface QuestionsContract extends GatewayContract {
    /** So long that a test which waits for it has failed. */
    Duration FOREVER = Duration.ofHours(1);

    /** So short that it is soon over. */
    Duration SOON = Duration.ofMillis(200);

    /** A yes with arguments. */
    @Test
    @Rule("GW-31")
    default void aClientsAnswerArrives(GatewayLab lab) {
        Peer peer = lab.node().connect();
        CompletableFuture<Args> asked = peer.connection().sendWithAck(FOREVER, Event.of("name?", 1));
        ProbeEvent question = peer.client().expectEvent();
        assertThat(question.name()).isEqualTo("name?");
        peer.client().answer(question, "ann", 2);
        Args answer = Eventually.done("the answer", asked);
        assertThat(answer.size()).isEqualTo(2);
        assertThat(answer.get(0, String.class)).isEqualTo("ann");
    }

    /** A no with its reason. */
    @Test
    @Rule("GW-31")
    default void aClientsRefusalArrives(GatewayLab lab) {
        Peer peer = lab.node().connect();
        CompletableFuture<Args> asked = peer.connection().sendWithAck(FOREVER, Event.of("may I?"));
        peer.client().refuse(peer.client().expectEvent(), "NO", "not now");
        Throwable failure = Eventually.done("the refusal", asked.handle((args, thrown) -> thrown));
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        assertThat(cause)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("NO"));
    }

    /** Late and unasked answers harm nobody. */
    @Test
    @Rule("GW-31")
    default void onlyTheFirstAnswerCounts(GatewayLab lab) {
        Peer peer = lab.node().connect();
        CompletableFuture<Args> asked = peer.connection().sendWithAck(FOREVER, Event.of("q"));
        ProbeEvent question = peer.client().expectEvent();
        peer.client().answer(question, "first");
        peer.client().answer(question, "second");
        peer.client().answer(new ProbeEvent("never", List.of(), "", 987_654), "unasked");
        assertThat(Eventually.done("the answer", asked).get(0, String.class)).isEqualTo("first");
        assertThat(peer.received()).isEmpty();
        assertThat(peer.client().isOpen()).isTrue();
    }

    /** A client that says nothing. */
    @Test
    @Rule("GW-32")
    default void aQuestionRunsOutOfTime(GatewayLab lab) {
        Peer peer = lab.node().connect();
        assertThat(Eventually.failed("a question", peer.connection().sendWithAck(SOON, Event.of("q")))
                        .code())
                .isEqualTo(ErrorCode.TIMEOUT);
        peer.client().answer(peer.client().expectEvent(), "late");
        assertThat(peer.received()).isEmpty();
    }

    /** A client that leaves: nobody waits for the time to be over. */
    @Test
    @Rule("GW-32")
    default void aQuestionEndsWithItsClient(GatewayLab lab) {
        Peer peer = lab.node().connect();
        CompletableFuture<Args> asked = peer.connection().sendWithAck(FOREVER, Event.of("q"));
        peer.client().expectEvent();
        peer.client().drop();
        assertThat(Eventually.failed("the question", asked).code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(Eventually.failed("a late question", peer.connection().sendWithAck(FOREVER, Event.of("q")))
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
    }

    /** Who answered, who refused and who is missing. */
    @Test
    @Rule("GW-33")
    default void aBroadcastCollectsTheAnswers(GatewayLab lab) {
        Node node = lab.node();
        Peer yes = node.member("r");
        Peer no = node.member("r");
        Peer leaves = node.member("r");
        Peer outside = node.connect();
        CompletableFuture<Acks> asked = node.root().to("r").emitWithAck(FOREVER, Event.of("q", 1));
        yes.client().answer(yes.client().expectEvent(), "yes");
        no.client().refuse(no.client().expectEvent(), "NO", "no");
        leaves.client().expectEvent();
        assertThat(asked).isNotDone();
        leaves.client().drop();
        Acks acks = Eventually.done("the broadcast", asked);
        assertThat(acks.replies()).containsOnlyKeys(yes.id());
        assertThat(acks.refusals()).containsOnlyKeys(no.id());
        assertThat(acks.missing()).containsExactly(leaves.id());
        assertThat(acks.missingNodes()).isEmpty();
        assertThat(outside.received()).isEmpty();
    }

    /** The time is over: that is no failure, but an answer of its own. */
    @Test
    @Rule("GW-33")
    default void aBroadcastNamesThoseWhoDidNotAnswerInTime(GatewayLab lab) {
        Node node = lab.node();
        Peer silent = node.connect();
        Acks acks = Eventually.done("the broadcast", node.root().emitWithAck(SOON, Event.of("q")));
        assertThat(acks.missing()).containsExactly(silent.id());
        assertThat(acks.replies()).isEmpty();
    }

    /** Nobody has to answer. */
    @Test
    @Rule("GW-33")
    default void aBroadcastToNobodyIsDone(GatewayLab lab) {
        Node node = lab.node();
        node.connect();
        Acks acks = Eventually.done("the broadcast", node.root().to(List.of()).emitWithAck(FOREVER, Event.of("q")));
        assertThat(acks.replies()).isEmpty();
        assertThat(acks.missing()).isEmpty();
    }

    /** A client cannot make the gateway remember without bound. */
    @Test
    @Rule("GW-34")
    default void pendingQuestionsAreBounded(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().pendingAcks(3)));
        Peer peer = node.connect();
        List<CompletableFuture<Args>> asked = List.of(
                peer.connection().sendWithAck(FOREVER, Event.of("q")),
                peer.connection().sendWithAck(FOREVER, Event.of("q")),
                peer.connection().sendWithAck(FOREVER, Event.of("q")));
        assertThat(Eventually.failed("one too many", peer.connection().sendWithAck(FOREVER, Event.of("q")))
                        .code())
                .isEqualTo(ErrorCode.LIMIT);
        peer.client().answer(peer.client().expectEvent(), 1);
        Eventually.done("the first", asked.get(0));
        CompletableFuture<Args> next = peer.connection().sendWithAck(FOREVER, Event.of("next"));
        peer.client().eventsUntil("next");
        assertThat(next).isNotDone();
    }
}
