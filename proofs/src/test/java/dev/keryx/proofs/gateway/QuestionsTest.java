package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.gateway.Acks;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Questions of the server to its clients. */
class QuestionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Rig rig = new Rig(2, Rig.limits(limits -> limits.pendingAcks(3)), null);
    private final List<Connection> connections = new ArrayList<>();
    private final List<HandLink> links = new ArrayList<>();

    {
        rig.root().onConnect(connections::add);
        rig.start();
        for (int i = 0; i < 4; i++) {
            links.add(rig.connect());
        }
    }

    private CompletableFuture<Args> ask(int client) {
        CompletableFuture<Args> answer = connections.get(client).sendWithAck(SECOND, Event.of("q"));
        rig.settle();
        return answer;
    }

    private long idAsked(int client) {
        return Long.parseLong(links.get(client).take().get(0).split(",", -1)[1]);
    }

    private static void failsWith(CompletableFuture<?> future, ErrorCode code) {
        assertThat(future)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .asInstanceOf(InstanceOfAssertFactories.type(KeryxException.class))
                .matches(failure -> failure.code() == code);
    }

    @Test
    void aRefusalFailsTheQuestion() {
        CompletableFuture<Args> answer = ask(0);
        links.get(0).say("[\"err\"," + idAsked(0) + ",\"BUSY\",\"not now\"]");
        rig.settle();
        assertThat(answer)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .matches(refused -> refused.refusal().code().equals("BUSY"));
    }

    @Test
    void silenceIsATimeoutAndALateAnswerNothing() {
        CompletableFuture<Args> answer = ask(0);
        rig.advance(Duration.ofMillis(999));
        assertThat(answer).isNotDone();
        rig.advance(Duration.ofMillis(1));
        failsWith(answer, ErrorCode.TIMEOUT);
        links.get(0).say("[\"ack\"," + idAsked(0) + ",[]]");
        rig.settle();
        assertThat(links.get(0).closes).isEmpty();
    }

    @Test
    void aQuestionThatCannotBeAskedIsNotWaitedFor() {
        Connection asked = connections.get(0);
        for (int i = 0; i < 4; i++) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> asked.sendWithAck(SECOND, Event.of("q", new Object())));
            assertThatNullPointerException().isThrownBy(() -> asked.sendWithAck(null, Event.of("q")));
        }
        assertThat(ask(0)).as("below its bound of 3").isNotDone();
    }

    @Test
    void whoLeavesBeforeAnsweringFailsItAtOnce() {
        CompletableFuture<Args> answer = ask(0);
        links.get(0).drop();
        rig.settle();
        failsWith(answer, ErrorCode.CLOSED);
        failsWith(ask(0), ErrorCode.CLOSED);
    }

    @Test
    void questionsToOneConnectionAreBounded() {
        ask(0);
        ask(0);
        CompletableFuture<Args> third = ask(0);
        failsWith(ask(0), ErrorCode.LIMIT);
        rig.advance(SECOND);
        failsWith(third, ErrorCode.TIMEOUT);
        assertThat(ask(0)).isNotDone();
    }

    @Test
    void aBroadcastCollectsAnswersRefusalsAndThoseWhoLeft() {
        CompletableFuture<Acks> acks = rig.root().except(connections.get(3)).emitWithAck(SECOND, Event.of("all?"));
        rig.settle();
        links.get(0).say("[\"ack\"," + idAsked(0) + ",[\"yes\"]]");
        links.get(1).say("[\"err\"," + idAsked(1) + ",\"NO\",\"no\"]");
        rig.settle();
        assertThat(links.get(3).take()).isEmpty();
        assertThat(acks).isNotDone();
        links.get(2).drop();
        rig.settle();
        Acks result = acks.join();
        assertThat(result.replies()).containsOnlyKeys(connections.get(0).id());
        assertThat(result.refusals()).containsOnlyKeys(connections.get(1).id());
        assertThat(result.missing()).containsExactly(connections.get(2).id());
        assertThat(result.missingNodes()).isEmpty();
    }

    @Test
    void aBroadcastToNobodyIsOverAtOnce() {
        CompletableFuture<Acks> acks = rig.root().to("empty").emitWithAck(SECOND, Event.of("all?"));
        rig.settle();
        assertThat(acks.join().missing()).isEmpty();
    }

    @Test
    void whoDoesNotAnswerABroadcastInTimeIsMissingAndForgotten() {
        List<String> all = connections.stream().map(Connection::id).toList();
        for (int i = 0; i < 5; i++) {
            CompletableFuture<Acks> acks = rig.root().emitWithAck(SECOND, Event.of("all?"));
            rig.advance(SECOND);
            assertThat(acks.join().missing()).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void aConnectionWithTooManyQuestionsIsMissingAtOnceAndStillGetsTheEvent() {
        ask(0);
        ask(0);
        ask(0);
        links.get(0).take();
        CompletableFuture<Acks> acks = rig.root().emitWithAck(SECOND, Event.of("all?"));
        rig.settle();
        for (int i = 1; i < 4; i++) {
            links.get(i).say("[\"ack\"," + idAsked(i) + ",[]]");
        }
        rig.settle();
        assertThat(acks.join().missing()).containsExactly(connections.get(0).id());
        assertThat(links.get(0).take()).singleElement().asString().contains("all?");
    }

    @Test
    void membersAreCountedListedMovedAndDisconnected() {
        connections.get(0).join("r");
        connections.get(1).join("r", "s");
        assertThat(settled(rig.root().to("r", "s").members().count()).value()).isEqualTo(2);
        assertThat(settled(rig.root().except("r").members().count()).value()).isEqualTo(2);
        assertThat(settled(rig.root().members().list(3)).truncated()).isTrue();
        assertThat(settled(rig.root().to("s").members().list(3)).connections())
                .containsExactly(connections.get(1).info());
        assertThat(settled(rig.root().except("r").members().join("t")).value()).isEqualTo(2);
        assertThat(connections.get(2).rooms()).containsExactly("t");
        assertThat(settled(rig.root().to("t").members().leave("t")).value()).isEqualTo(2);
        assertThat(connections.get(2).rooms()).isEmpty();
        assertThat(settled(rig.root().to("r").members().disconnect(CloseReason.KICKED))
                        .value())
                .isEqualTo(2);
        assertThat(rig.gateway.stats().connections()).isEqualTo(2);
    }

    private <T> T settled(CompletableFuture<T> future) {
        rig.settle();
        return future.getNow(null);
    }

    @Test
    void futuresAreTheCallersOwn() {
        CompletableFuture<Args> mine = ask(0);
        mine.cancel(true);
        links.get(0).say("[\"ack\"," + idAsked(0) + ",[]]");
        rig.settle();
        assertThat(mine).isCancelled();
        assertThat(links.get(0).closes).isEmpty();
    }

    /** As when it has ended in between. */
    @Test
    void aSurveyWhoseLaneDoesNotAnswerEndsAfterTwoSeconds() {
        CompletableFuture<?> count = rig.root().members().count();
        CompletableFuture<?> list = rig.root().members().list(10);
        while (rig.time.step(rig.time.nanos() + Duration.ofSeconds(2).toNanos())) { // and no lane does anything
        }
        while (rig.runHandler()) { // which hand the answer over
        }
        failsWith(count, ErrorCode.TIMEOUT);
        failsWith(list, ErrorCode.TIMEOUT);
        rig.settle();
    }
}
