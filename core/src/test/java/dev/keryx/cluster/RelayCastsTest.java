package dev.keryx.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.JsonArgs;
import dev.keryx.NodeId;
import dev.keryx.Payload;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Scope;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where casts go, and what is taken for one. */
class RelayCastsTest {
    private final Nodes nodes = new Nodes();

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
}
