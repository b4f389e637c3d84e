package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.Joined;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Joining and leaving, on one node. */
@SuppressWarnings("FutureReturnValueIgnored") // a join holds on its node when it returns
public interface RoomsContract extends GatewayContract {
    /** Nobody has to wait for the join's future before the first emit. */
    @ConcurrencyTest
    @Rule("GW-21")
    default void anEmitAfterAJoinIncludesTheJoiner(GatewayLab lab) {
        Node node = lab.node();
        Peer peer = node.connect();
        for (int i = 0; i < 200; i++) {
            String room = "r" + i % 3;
            node.root().to(room).emit("before" + i);
            peer.connection().join(room);
            node.root().to(room).emit("in" + i);
            peer.connection().leave(room);
            node.root().to(room).emit("after" + i);
        }
        assertThat(peer.received())
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "in" + i).toList());
    }

    /** On a single node a join holds everywhere there is. */
    @Test
    @Rule("GW-22")
    default void aJoinSaysThatItHolds(GatewayLab lab) {
        Peer peer = lab.node().connect();
        Joined joined = Eventually.done("a join", peer.connection().join("a", "b"));
        assertThat(joined.rooms()).containsExactlyInAnyOrder("a", "b");
        assertThat(joined.clusterWide()).isTrue();
        assertThat(peer.connection().rooms()).containsExactlyInAnyOrder("a", "b");
        peer.connection().leave("a");
        assertThat(peer.connection().rooms()).containsExactly("b");
    }

    /** And leaving once is leaving. */
    @Test
    @Rule("GW-22")
    default void joiningTwiceIsJoiningOnce(GatewayLab lab) {
        Node node = lab.node();
        Peer peer = node.member("r", "r").in("r");
        assertThat(node.root().to("r").emit("once").local()).isEqualTo(1);
        peer.connection().leave("r", "never joined");
        assertThat(node.root().to("r").emit("gone").local()).isZero();
        assertThat(peer.received()).containsExactly("once");
    }

    /** A room is its members: it needs no making and leaves nothing. */
    @Test
    @Rule("GW-23")
    default void aRoomEndsWithItsLastMember(GatewayLab lab) {
        Node node = lab.node();
        Peer one = node.member("a", "b");
        Peer two = node.member("b");
        node.awaitStat("the number of rooms", 2, GatewayStats::rooms);
        one.connection().leave("a");
        one.connection().leave("b");
        node.awaitStat("the number of rooms", 1, GatewayStats::rooms);
        two.client().drop();
        node.awaitStat("the number of rooms", 0, GatewayStats::rooms);
    }

    /** Nothing reaches it, and whatever is asked of it says so. */
    @Test
    @Rule("GW-24")
    default void aConnectionThatEndedIsInNoRoom(GatewayLab lab) {
        List<Set<String>> roomsAtTheEnd = new CopyOnWriteArrayList<>();
        Node node = lab.node();
        node.root().onDisconnect((connection, reason) -> roomsAtTheEnd.add(connection.rooms()));
        Peer gone = node.member("r");
        Peer stays = node.member("r");
        gone.client().close();
        Eventually.equal("the rooms it was in", List.of(Set.of("r")), () -> roomsAtTheEnd);
        assertThat(node.root().to("r").emit("hit").local()).isEqualTo(1);
        assertThat(Eventually.failed("a late join", gone.connection().join("x")).code())
                .isEqualTo(ErrorCode.CLOSED);
        assertThat(gone.connection().send(Event.of("late")).local()).isZero();
        gone.connection().leave("r");
        assertThat(node.root().to("x").emit("miss").local()).isZero();
        assertThat(stays.received()).containsExactly("hit");
    }

    /** Many threads join and leave at once, others emit: at the end exactly those are members who joined last. */
    @ConcurrencyTest
    @Rule("GW-25")
    default void churnEndsWithTheExactMembers(GatewayLab lab) {
        int threads = 8;
        Node node = lab.node();
        List<Peer> peers =
                IntStream.range(0, threads).mapToObj(i -> node.connect()).toList();
        Together.run(threads, i -> {
            Peer peer = peers.get(i);
            for (int turn = 0; turn < 300; turn++) {
                peer.connection().join("r", "own" + i);
                node.root().to("own" + i).emit("own", turn);
                peer.connection().leave("r", "own" + i);
            }
            if (i % 2 == 0) {
                peer.connection().join("r");
            }
        });
        node.root().to("r").emit("end");
        for (int i = 0; i < threads; i++) {
            List<String> names = peers.get(i).received();
            assertThat(names.stream().filter("own"::equals)).hasSize(300);
            assertThat(names.stream().filter("end"::equals)).hasSize(i % 2 == 0 ? 1 : 0);
        }
        assertThat(node.root().to("r").emit("count").local()).isEqualTo(threads / 2);
        node.awaitStat("the number of rooms", 1, GatewayStats::rooms);
    }
}
