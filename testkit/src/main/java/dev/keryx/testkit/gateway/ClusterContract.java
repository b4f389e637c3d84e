package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.RawJson;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Joined;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Target;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several nodes on one bus: rooms, users, connections and namespaces span them. */
public interface ClusterContract extends GatewayContract {
    /** Everybody hears it, wherever they are connected. */
    @Test
    @Rule("GW-49")
    default void roomsAndNamespacesSpanNodes(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        Peer here = a.member("r");
        Peer there = b.member("r", "Ünïcode {room}.*");
        Peer outside = b.connect();
        Receipt receipt = a.root().to("r").emit("room", 1, "two");
        assertThat(receipt.local()).isEqualTo(1);
        Eventually.done("the bus's receipt", receipt.relayed());
        a.root().to("Ünïcode {room}.*").emit("odd");
        a.root().emit("all");
        ProbeEvent first = there.client().expectEvent();
        assertThat(first.name()).isEqualTo("room");
        assertThat(first.args()).containsExactly(1L, "two");
        assertThat(there.receivedFrom(a)).containsExactly("odd", "all");
        assertThat(here.received()).containsExactly("room", "all");
        assertThat(outside.receivedFrom(a)).containsExactly("all");
    }

    /** A user on two nodes, a connection on another. */
    @Test
    @Rule("GW-49")
    default void usersAndConnectionsSpanNodes(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        for (Node node : List.of(a, b)) {
            node.root().use(handshake -> Decision.accept().as(String.valueOf(handshake.auth(String.class))));
        }
        Peer here = a.connect("/", "ann");
        Peer there = b.connect("/", "ann");
        Peer bob = b.connect("/", "bob");
        a.root().toUser("ann").emit("ann");
        a.root().to(List.of(Target.connection(bob.id()))).emit("bob");
        assertThat(there.client().expectEvent().name()).isEqualTo("ann");
        assertThat(bob.client().expectEvent().name()).isEqualTo("bob");
        assertThat(here.received()).containsExactly("ann");
        assertThat(there.receivedFrom(a)).isEmpty();
        assertThat(bob.receivedFrom(a)).isEmpty();
    }

    /** What a node publishes comes back to it; its clients must not notice. */
    @ConcurrencyTest
    @Rule("GW-50")
    default void localRecipientsGetItOnce(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        Peer here = a.member("r");
        Peer there = b.member("r");
        IntStream.range(0, 100).forEach(i -> a.root().to("r").emit("e" + i));
        List<String> all = IntStream.range(0, 100).mapToObj(i -> "e" + i).toList();
        assertThat(there.receivedFrom(a)).isEqualTo(all);
        assertThat(here.received()).isEqualTo(all);
        b.root().to("r").emit("back");
        assertThat(here.receivedFrom(b)).containsExactly("back");
        assertThat(here.received()).isEmpty();
    }

    /** On each node by itself. */
    @Test
    @Rule("GW-51")
    default void unionsAndExceptionsHoldOnEveryNode(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        Peer both = b.member("x", "y");
        Peer quiet = b.member("y", "quiet");
        Peer here = a.member("x", "y");
        a.root().to("x", "y").emit("union");
        a.root().to("x", "y").except("quiet").emit("quietly");
        a.root().to("y").except(both.connection()).emit("not both");
        here.connection().others().emit("others");
        a.root().to(List.of()).emit("nobody");
        assertThat(both.receivedFrom(a)).containsExactly("union", "quietly", "others");
        assertThat(quiet.receivedFrom(a)).containsExactly("union", "not both", "others");
        assertThat(here.received()).containsExactly("union", "quietly", "not both");
    }

    /** More rooms than anybody would name one by one. */
    @Test
    @Rule("GW-51")
    default void aUnionOfManyRoomsReachesEachConnectionOnce(GatewayLab lab) {
        String[] rooms = IntStream.range(0, 40).mapToObj(i -> "r" + i).toArray(String[]::new);
        Node a = lab.member();
        Node b = lab.member();
        Peer few = b.member("r3", "r17", "r39");
        Peer none = b.member("other");
        a.root().to(rooms).emit("many");
        assertThat(few.receivedFrom(a)).containsExactly("many");
        assertThat(none.receivedFrom(a)).isEmpty();
    }

    /** To one room by one publisher, on the other nodes as well. */
    @ConcurrencyTest
    @Rule("GW-52")
    default void orderPerRoomAndPublisherHoldsAcrossNodes(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        Node c = lab.member();
        Peer there = c.member("r");
        for (int i = 0; i < 300; i++) {
            a.root().to("r").emit("a", i);
            b.root().to("r").emit("b", i);
        }
        Map<String, List<Object>> seen = new TreeMap<>();
        for (int i = 0; i < 600; i++) {
            ProbeEvent event = there.client().expectEvent();
            seen.computeIfAbsent(event.name(), name -> new ArrayList<>()).add(event.arg(0));
        }
        List<Object> all =
                IntStream.range(0, 300).mapToObj(i -> (Object) (long) i).toList();
        assertThat(seen).isEqualTo(Map.of("a", all, "b", all));
    }

    /** From a completed join on nothing is missed, however often the room was left before. */
    @Test
    @Rule("GW-53")
    default void aCompletedJoinHoldsOnAllNodes(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        Peer peer = b.connect();
        for (int i = 0; i < 20; i++) {
            String room = "r" + i % 4;
            Joined joined = Eventually.done("a join", peer.connection().join(room));
            assertThat(joined.clusterWide()).isTrue();
            a.root().to(room).emit("in" + i);
            assertThat(peer.client().expectEvent().name()).isEqualTo("in" + i);
            peer.connection().leave(room);
            a.root().to(room).emit("out" + i);
        }
        assertThat(peer.receivedFrom(a)).isEmpty();
    }

    /** It holds from the welcome on. */
    @Test
    @Rule("GW-53")
    default void grantedRoomsMissNothingFromOtherNodes(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        b.root().use(handshake -> Decision.accept().as("ann").in("granted"));
        ProbeClient client = b.knock(null);
        client.expectWelcome();
        a.root().to("granted").emit("room");
        a.root().toUser("ann").emit("user");
        a.root().emit("all");
        assertThat(List.of(
                        client.expectEvent().name(),
                        client.expectEvent().name(),
                        client.expectEvent().name()))
                .containsExactlyInAnyOrder("room", "user", "all");
    }

    /** Binary and raw arguments arrive there as they do here. */
    @Test
    @Rule("GW-49")
    default void argumentsCrossNodesUntouched(GatewayLab lab) {
        byte[] bytes = {0, -1, 1, 127};
        Node a = lab.member();
        Node b = lab.member();
        a.root().on("pass", (connection, args) -> a.root().to("r").emit("passed", args));
        Peer there = b.member("r");
        a.connect().client().send("pass", RawJson.of("{\"n\": 1.50}"), bytes);
        ProbeEvent event = there.client().expectEvent();
        assertThat(event.text()).startsWith("{\"n\": 1.50},");
        assertThat(event.arg(1)).isEqualTo(bytes);
    }

    /** What is meant for this node stays here; namespaces are apart on every node. */
    @Test
    @Rule("GW-58")
    default void localEmitsAndOtherNamespacesStayApart(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        Peer here = a.member("r");
        Peer there = b.member("r");
        Peer admin = b.connect("/admin", null).in("r");
        Receipt receipt = a.root().to("r").local().emit("local");
        Eventually.done("a local receipt", receipt.relayed());
        a.root().local().emit("local all");
        a.root().to("r").emit("root");
        a.namespace("/admin").to("r").emit("admin");
        assertThat(here.received()).containsExactly("local", "local all", "root");
        assertThat(there.receivedFrom(a)).containsExactly("root");
        assertThat(admin.receivedFrom(a)).containsExactly("admin");
    }

    /** Two clusters on one broker do not share rooms. */
    @Test
    @Rule("GW-58")
    default void clustersOfOtherNamesAreApart(GatewayLab lab) {
        Node a = lab.newMember(options -> options.cluster("one")).begin();
        Node b = lab.newMember(options -> options.cluster("two")).begin();
        Node c = lab.newMember(options -> options.cluster("one")).begin();
        Peer apart = b.member("r");
        Peer together = c.member("r");
        a.root().to("r").emit("one");
        assertThat(together.client().expectEvent().name()).isEqualTo("one");
        b.root().to("r").emit("two");
        assertThat(apart.client().expectEvent().name()).isEqualTo("two");
        assertThat(apart.received()).isEmpty();
    }
}
