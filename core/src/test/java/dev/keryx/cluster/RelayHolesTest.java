package dev.keryx.cluster;

import static dev.keryx.cluster.Nodes.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.JsonArgs;
import dev.keryx.bus.BusState;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Scope;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What others hear of casts that failed, and applications of gaps in the bus. */
class RelayHolesTest {
    private final Nodes nodes = new Nodes();

    private static Recorder.Missed all(String reason) {
        return new Recorder.Missed(null, Set.of(), reason);
    }

    @Test
    void aFailedEmitIsAHoleForTheOthersWhenTheBusIsBack() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        ada.bus.become(BusState.RECONNECTING);
        assertThat(codeOf(ada.emit(Nodes.rooms("a", "b"), "lost"))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(ada.seen.failed).hasSize(1);
        nodes.seconds(10);
        assertThat(bob.seen.missed).isEmpty();
        ada.bus.become(BusState.RUNNING);
        assertThat(bob.seen.missed)
                .containsExactly(new Recorder.Missed(
                        "/",
                        Set.of(new Scope.Room("a"), new Scope.Room("b")),
                        "node " + ada.relay.node() + " could not publish"));
        nodes.seconds(10);
        assertThat(bob.seen.missed).hasSize(1);
        assertThat(ada.seen.missed).isEmpty();
    }

    @Test
    void aFailureOnALiveLinkIsToldWithinTwoSecondsAndUntilItIsTaken() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        Target single = Target.connection(Samples.connection(bob.relay.node(), new Random(1)));
        ada.bus.failing = topic -> ErrorCode.OUTCOME_UNKNOWN;
        assertThat(codeOf(ada.emit(Set.of(single), "e"))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        nodes.seconds(4);
        assertThat(bob.seen.missed).isEmpty();
        ada.bus.failing = topic -> null;
        nodes.seconds(2);
        assertThat(bob.seen.missed).hasSize(1);
        assertThat(bob.seen.missed.get(0).scopes()).containsExactly(new Scope.Single(((Target.Single) single).id()));
    }

    @Test
    void ofSeveralTopicsOnlyThoseThatFailedAreHoles() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        bob.follow("a");
        ada.bus.failing = topic -> topic.equals(nodes.topics.room("/", "b")) ? ErrorCode.OUTCOME_UNKNOWN : null;
        assertThat(codeOf(ada.emit(Nodes.rooms("a", "b"), "e"))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        nodes.seconds(2);
        assertThat(bob.seen.events()).containsExactly("e");
        assertThat(bob.seen.missed).hasSize(1);
        assertThat(bob.seen.missed.get(0).scopes()).containsExactly(new Scope.Room("b"));
        assertThat(ada.seen.failed).hasSize(1);
    }

    @Test
    void tooManyFailuresAreAHoleForEverybody() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        ada.bus.become(BusState.RECONNECTING);
        for (int i = 0; i <= HoleMemory.MAX_PLACES; i++) {
            ada.emit(Nodes.rooms("room" + i), "lost");
        }
        ada.bus.become(BusState.RUNNING);
        assertThat(bob.seen.missed).containsExactly(all("node " + ada.relay.node() + " could not publish"));
    }

    @Test
    void moreExceptionsThanMayTravelAreRefusedAndAHole() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        Set<Target> except = Nodes.rooms();
        for (int i = 0; i < 65; i++) {
            except.add(Target.room("room" + i));
        }
        CompletableFuture<Void> emitted =
                ada.relay.emit(new Cast("/", Nodes.rooms("a"), except, Delivery.QUEUED, "e", JsonArgs.EMPTY));
        assertThat(codeOf(emitted)).isEqualTo(ErrorCode.LIMIT);
        assertThat(ada.seen.failed).hasSize(1);
        nodes.seconds(2);
        assertThat(bob.seen.missed).hasSize(1);
        assertThat(bob.seen.missed.get(0).scopes()).containsExactly(new Scope.Room("a"));
    }

    @Test
    void aGapOfTheBusIsOneOfTheScopesConcerned() {
        Nodes.Node node = nodes.started();
        node.follow("a");
        node.follow("b");
        node.relay.follow("/admin", new Scope.User("u"));
        Set<String> topics = Set.of(
                nodes.topics.room("/", "a").name(), nodes.topics.user("u").name(), "kx.default.u.nobody");
        node.bus.gap(new Gap(Set.of(Gap.Cause.MOVED), topics, 0));
        assertThat(node.seen.missed)
                .containsExactlyInAnyOrder(
                        new Recorder.Missed("/", Set.of(new Scope.Room("a")), "the bus has a gap: [MOVED]"),
                        new Recorder.Missed("/admin", Set.of(new Scope.User("u")), "the bus has a gap: [MOVED]"));
    }

    @Test
    void aGapInWhatConcernsAllNodesMayHideAnything() {
        Nodes.Node node = nodes.started();
        node.bus.gap(Gap.of(Gap.Cause.RECONNECT));
        node.bus.gap(new Gap(
                Set.of(Gap.Cause.OVERFLOW), Set.of(nodes.topics.control().name()), 3));
        node.bus.gap(new Gap(
                Set.of(Gap.Cause.MISSED),
                Set.of(nodes.topics.node(node.relay.node()).name()),
                0));
        assertThat(node.seen.missed)
                .containsExactly(
                        all("the bus has a gap: [RECONNECT]"),
                        all("the bus has a gap: [OVERFLOW]"),
                        all("the bus has a gap: [MISSED]"));
    }

    @Test
    void aTopicThatIsLateIsAGap() {
        Nodes.Node node = nodes.started();
        node.bus.holdsConfirms = true;
        CompletableFuture<Boolean> live = node.follow("a").live();
        nodes.seconds(2);
        assertThat(live).isCompletedWithValue(false);
        node.bus.confirm();
        assertThat(node.seen.missed)
                .containsExactly(new Recorder.Missed("/", Set.of(new Scope.Room("a")), "subscribed late"));
    }
}
