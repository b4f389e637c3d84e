package dev.keryx.cluster;

import static dev.keryx.cluster.Nodes.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.bus.BusState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is taken for gone, and how a relay says goodbye. */
class RelayEndTest {
    private final Nodes nodes = new Nodes();

    @Test
    void aSilentNodeIsMissingForAMinuteAndAGoodbyeIsAtOnce() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        Nodes.Node eve = nodes.started();
        bob.bus.become(BusState.RECONNECTING);
        nodes.seconds(60);
        assertThat(ada.relay.others()).contains(bob.relay.node());
        nodes.seconds(12);
        assertThat(ada.relay.others()).containsExactly(eve.relay.node());
        eve.relay.drain(Duration.ofSeconds(1));
        assertThat(ada.relay.others()).isEmpty();
    }

    @Test
    void whileItsOwnLinkIsDownANodeForgetsNobody() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        ada.bus.become(BusState.RECONNECTING);
        nodes.seconds(600);
        assertThat(ada.relay.others()).containsExactly(bob.relay.node());
        ada.bus.become(BusState.RUNNING);
        nodes.seconds(60);
        assertThat(ada.relay.others()).containsExactly(bob.relay.node());
        assertThat(bob.relay.others()).containsExactly(ada.relay.node());
    }

    @Test
    void drainsWhatIsInFlightSaysGoodbyeAndLeavesTheBusOpen() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        bob.follow("a");
        ada.bus.holdsAnswers = true;
        CompletableFuture<Void> emitted = ada.emit(Nodes.rooms("a"), "e");
        CompletableFuture<DrainReport> drained = ada.relay.drain(Duration.ofSeconds(1));
        assertThat(codeOf(ada.emit(Nodes.rooms("a"), "late"))).isEqualTo(ErrorCode.CLOSED);
        assertThat(drained).isNotDone();
        ada.bus.answerAll();
        assertThat(emitted).isCompleted();
        assertThat(drained).isCompletedWithValue(new DrainReport(1, 0, 0));
        assertThat(bob.relay.others()).isEmpty();
        assertThat(ada.bus.state()).isEqualTo(BusState.RUNNING);
        assertThat(ada.bus.follows()).isEmpty();
        assertThat(ada.relay.drain(Duration.ofSeconds(1))).isSameAs(drained);
        bob.relay.drain(Duration.ofSeconds(1)).join();
        assertThat(nodes.clock.pending()).isZero();
    }

    @Test
    void atTheDeadlineOfADrainTheRestIsCounted() {
        Nodes.Node node = nodes.started();
        node.bus.holdsAnswers = true;
        CompletableFuture<Void> emitted = node.emit(Nodes.rooms("a"), "e");
        CompletableFuture<DrainReport> drained = node.relay.drain(Duration.ofSeconds(1));
        nodes.seconds(1);
        assertThat(drained).isCompletedWithValue(new DrainReport(0, 1, 0));
        assertThat(emitted).isNotDone();
        assertThat(nodes.clock.pending()).isZero();
    }

    @Test
    void aDrainBeforeTheStartIsNothing() {
        Nodes.Node node = nodes.node();
        assertThat(node.relay.drain(Duration.ofSeconds(1))).isCompletedWithValue(DrainReport.NOTHING);
        assertThat(nodes.clock.pending()).isZero();
    }

    @Test
    void aDrainDuringTheStartEndsIt() {
        Nodes.Node node = nodes.node();
        CompletableFuture<Void> started = node.relay.start(node.seen);
        node.relay.drain(Duration.ofSeconds(1)).join();
        nodes.clock.advance(BusRelay.COLLECT);
        assertThat(codeOf(started)).isEqualTo(ErrorCode.CLOSED);
        assertThat(nodes.clock.pending()).isZero();
    }

    @Test
    void mayStartAgainAfterADrainAndIsKnownAgain() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        ada.follow("a");
        ada.relay.drain(Duration.ofSeconds(1)).join();
        assertThat(bob.relay.others()).isEmpty();
        ada.started();
        assertThat(bob.relay.others()).containsExactly(ada.relay.node());
        bob.emit(Nodes.rooms("a"), "e");
        assertThat(ada.seen.events()).containsExactly("e");
    }
}
