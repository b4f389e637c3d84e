package dev.keryx.cluster;

import static dev.keryx.cluster.Nodes.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.NodeId;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Message;
import dev.keryx.bus.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a relay starts, and when it refuses to. */
class RelayStartTest {
    private static final Said.Hello OTHER_LAYOUT = new Said.Hello(false, true, 1, new RoomTopics(1, 1_024));

    private final Nodes nodes = new Nodes();

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
}
