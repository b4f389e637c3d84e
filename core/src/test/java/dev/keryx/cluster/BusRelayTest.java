package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.JsonArgs;
import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.Payload;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Message;
import dev.keryx.bus.Topic;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BusRelayTest {
    private static final Said.Hello OTHER_LAYOUT = new Said.Hello(false, true, 1, new RoomTopics(1, 1_024));

    private final Nodes nodes = new Nodes();

    private static ErrorCode codeOf(CompletableFuture<?> future) {
        return future.handle((value, failure) -> ((KeryxException) failure).code())
                .join();
    }

    private static Recorder.Missed all(String reason) {
        return new Recorder.Missed(null, Set.of(), reason);
    }

    @Test
    void doesNothingBeforeItsStart() {
        Nodes.Node node = nodes.node();
        assertThat(node.bus.state()).isEqualTo(BusState.NEW);
        assertThat(node.bus.follows()).isEmpty();
        assertThat(nodes.clock.pending()).isZero();
        assertThat(codeOf(node.emit(Nodes.rooms("a"), "e"))).isEqualTo(ErrorCode.NOT_STARTED);
        assertThat(node.seen.failed).hasSize(1);
    }

    @Test
    void startsTheBusSaysHelloAndCollectsForHalfASecond() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.node();
        CompletableFuture<Void> started = bob.relay.start(bob.seen);
        assertThat(bob.bus.state()).isEqualTo(BusState.RUNNING);
        nodes.clock.advance(BusRelay.COLLECT.minusNanos(1));
        assertThat(started).isNotDone();
        nodes.clock.advance(Duration.ofNanos(1));
        assertThat(started).isCompleted();
        assertThat(bob.relay.others()).containsExactly(ada.relay.node());
        assertThat(ada.relay.others()).containsExactly(bob.relay.node());
        assertThat(bob.relay.start(bob.seen)).isSameAs(started);
    }

    @Test
    void aStartThatFailedLeavesNothingAndMayBeRepeated() {
        Nodes.Node node = nodes.node();
        node.bus.startFails = ErrorCode.UNAVAILABLE;
        assertThat(codeOf(node.relay.start(node.seen))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(node.bus.follows()).isEmpty();
        assertThat(nodes.clock.pending()).isZero();
        node.bus.startFails = null;
        node.started();
    }

    @Test
    void aStartThatWasGivenUpForADrainDoesNotEndTheNextOne() {
        Nodes.Node node = nodes.node();
        node.bus.startAsync().join();
        node.bus.holdsConfirms = true;
        CompletableFuture<Void> first = node.relay.start(node.seen);
        nodes.seconds(1);
        node.relay.drain(Duration.ofSeconds(1)).join();
        node.bus.holdsConfirms = false;
        CompletableFuture<Void> second = node.relay.start(node.seen);
        nodes.seconds(3);
        assertThat(codeOf(first)).isEqualTo(ErrorCode.CLOSED);
        assertThat(second).isCompleted();
        assertThat(node.bus.follows())
                .containsExactlyInAnyOrder(
                        nodes.topics.control().name(),
                        nodes.topics.node(node.relay.node()).name());
    }

    @Test
    void aStartFailsWhereTheBrokerRefusesItsTopics() {
        Nodes.Node node = nodes.node();
        node.bus.startAsync().join();
        node.bus.refusing = topic -> ErrorCode.REJECTED;
        assertThat(codeOf(node.relay.start(node.seen))).isEqualTo(ErrorCode.REJECTED);
        assertThat(nodes.clock.pending()).isZero();
    }

    @Test
    void aStartIsRefusedWhereTheClusterLaysOutItsRoomsInAnotherWay() {
        Nodes.Node node = nodes.node();
        CompletableFuture<Void> started = node.relay.start(node.seen);
        hear(nodes.topics.node(node.relay.node()), OTHER_LAYOUT);
        nodes.clock.advance(BusRelay.COLLECT);
        assertThat(codeOf(started)).isEqualTo(ErrorCode.REJECTED);
        assertThat(node.relay.others()).isEmpty();
        assertThat(node.bus.follows()).isEmpty();
        assertThat(nodes.clock.pending()).isZero();
    }

    @Test
    void aNewcomerOfAnotherLayoutIsToldAndNotCounted() {
        Nodes.Node node = nodes.started();
        NodeId stranger = new NodeId(77);
        nodes.hub.published.clear();
        hear(nodes.topics.control(), new Said.Hello(true, true, 1, new RoomTopics(1, 1_024)));
        assertThat(nodes.hub.topics()).contains(nodes.topics.node(stranger).name());
        assertThat(node.relay.others()).isEmpty();
        assertThat(node.seen.skipped).singleElement().asString().contains("1024 topics");
    }

    /** A node that is not there says something. */
    private void hear(Topic topic, Said said) {
        HandHub.HandBus stranger = nodes.hub.bus();
        stranger.startAsync().join();
        stranger.publish(Message.to(topic, Nodes.said(new NodeId(77), said))).join();
    }

    @Test
    void aRoomSpansNodesAndNoneHearsItself() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        Nodes.Node eve = nodes.started();
        ada.follow("a");
        bob.follow("a");
        eve.follow("b");
        assertThat(ada.emit(Nodes.rooms("a"), "e")).isCompleted();
        assertThat(ada.seen.casts).isEmpty();
        assertThat(bob.seen.casts).containsExactly(Nodes.cast(Nodes.rooms("a"), "e"));
        assertThat(eve.seen.casts).isEmpty();
    }

    @Test
    void noneHearsItselfWhereTheBusDoesNotKnowHowToSkip() {
        Nodes.Node ada = nodes.started();
        ada.bus.ignoresSkip = true;
        ada.follow("a");
        ada.emit(Nodes.rooms("a"), "e");
        assertThat(ada.seen.casts).isEmpty();
        assertThat(ada.seen.skipped).isEmpty();
    }

    @Test
    void twoRelaysOnOneBusHearEachOther() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.new Node(ada.bus).started();
        bob.follow("a");
        ada.emit(Nodes.rooms("a"), "e");
        assertThat(bob.seen.events()).containsExactly("e");
        assertThat(bob.relay.others()).containsExactly(ada.relay.node());
    }

    @Test
    void severalRoomsAreDeliveredOnceWithAllOfThem() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        bob.follow("a");
        bob.follow("b");
        bob.relay.follow("/", new Scope.User("u"));
        Set<Target> to = Nodes.rooms("a", "b", "c");
        to.add(Target.user("u"));
        ada.emit(to, "e");
        assertThat(bob.seen.casts).containsExactly(Nodes.cast(to, "e"));
        ada.emit(to, "e");
        assertThat(bob.seen.casts).hasSize(2);
    }

    @Test
    void everybodyAndManyRoomsGoByTheNamespace() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        bob.relay.follow("/", new Scope.Everybody());
        ada.relay.emit(new Cast("/", null, Set.of(), Delivery.QUEUED, "all", JsonArgs.EMPTY));
        Set<Target> many = Nodes.rooms();
        for (int i = 0; i < 17; i++) {
            many.add(Target.room("room" + i));
        }
        ada.emit(many, "many");
        assertThat(bob.seen.events()).containsExactly("all", "many");
    }

    @Test
    void anEmitToAConnectionGoesToItsNodeOnly() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        Nodes.Node eve = nodes.started();
        Target single = Target.connection(Samples.connection(bob.relay.node(), new Random(1)));
        nodes.hub.published.clear();
        ada.emit(Set.of(single), "e");
        assertThat(bob.seen.events()).containsExactly("e");
        assertThat(eve.seen.events()).isEmpty();
        assertThat(nodes.hub.topics())
                .containsExactly(nodes.topics.node(bob.relay.node()).name());
    }

    @Test
    void whatReachesNobodyElseIsNotPublished() {
        Nodes.Node ada = nodes.started();
        nodes.hub.published.clear();
        assertThat(ada.emit(Set.of(Target.connection("nobody")), "e")).isCompleted();
        assertThat(ada.emit(Set.of(), "e")).isCompleted();
        assertThat(nodes.hub.published).isEmpty();
    }

    @Test
    void oneThreadsCastsToARoomStayInOrder() {
        Nodes.Node ada = nodes.started();
        Nodes.Node bob = nodes.started();
        bob.follow("a");
        bob.follow("b");
        for (int i = 0; i < 100; i++) {
            ada.emit(i % 3 == 0 ? Nodes.rooms("a", "b") : Nodes.rooms("a"), "e" + i);
        }
        List<String> events = bob.seen.events();
        assertThat(events).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(events.get(i)).isEqualTo("e" + i);
        }
    }

    @Test
    void aForeignPublishIsSkippedAndCounted() {
        Nodes.Node node = nodes.started();
        node.follow("a");
        nodes.hub.putBare(nodes.topics.room("/", "a"), Payload.utf8("{\"event\":\"e\"}"));
        nodes.hub.putBare(
                nodes.topics.room("/", "a"),
                Nodes.said(new NodeId(9), new Said.Emit(Nodes.cast(Nodes.rooms("a"), "forged"), false)));
        assertThat(node.seen.casts).isEmpty();
        assertThat(node.seen.skipped).hasSize(2).allMatch(skipped -> skipped.contains("foreign"));
    }

    @Test
    void onABusWithoutEnvelopesFramesAreKnownByTheirShape() {
        Nodes.Node node = nodes.node();
        node.bus.capabilities = Set.of();
        node.started();
        node.follow("a");
        nodes.hub.putBare(
                nodes.topics.room("/", "a"),
                Nodes.said(new NodeId(9), new Said.Emit(Nodes.cast(Nodes.rooms("a"), "e"), false)));
        nodes.hub.putBare(nodes.topics.room("/", "a"), Payload.utf8("hello"));
        assertThat(node.seen.events()).containsExactly("e");
        assertThat(node.seen.skipped).hasSize(1);
    }

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
