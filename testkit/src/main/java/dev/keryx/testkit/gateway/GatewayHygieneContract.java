package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Heap;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is left afterwards: nothing. */
public interface GatewayHygieneContract extends GatewayContract {
    /** With clients, a bus and work done. */
    @Test
    @Rule("GW-78")
    default void noThreadAndNoSocketIsLeft(GatewayLab lab) {
        liveOnce(lab.another());
        ThreadProbe threads = ThreadProbe.now();
        SocketProbe sockets = SocketProbe.now();
        liveOnce(lab.another());
        threads.awaitNoneLeft("after a gateway's life");
        sockets.awaitNoneLeft("after a gateway's life");
    }

    /** A life, once to let the probes' own threads come, once to be looked at. */
    private static void liveOnce(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        a.root().answer("echo", (connection, args) -> args);
        Peer peer = a.member("r");
        b.root().to("r").emit("hello");
        assertThat(peer.client().expectEvent().name()).isEqualTo("hello");
        assertThat(peer.client().expectAck(peer.client().ask("echo", 1))).containsExactly(1L);

        lab.close();
    }

    /** Thousands come and go, in rooms of their own, as users of their own. */
    @Test
    @Rule("GW-79")
    default void clientsThatLeftLeaveNothing(GatewayLab lab) {
        int rounds = 2_000;
        Node node = lab.node();
        node.root().use(handshake -> {
            String name = String.valueOf(handshake.auth(String.class));
            return Decision.accept().as(name).in("room of " + name).with(HandshakeContract.TENANT, "x".repeat(4_096));
        });
        liveAndLeave(node, 50, "warm");
        long before = Heap.usedBytes();
        liveAndLeave(node, rounds, "u");
        node.awaitStats(
                "nothing was left", stats -> stats.links() == 0 && stats.connections() == 0 && stats.rooms() == 0);
        assertThat(node.stats().dropped()).isZero();
        // Of 2,000 connections the attributes alone took 8 MiB.
        Heap.awaitAtMost("what 2,000 clients left", before + (6 << 20));
    }

    private static void liveAndLeave(Node node, int rounds, String prefix) {
        node.root();
        for (int i = 0; i < rounds; i++) {
            try (ProbeClient client = node.passingWire()) {
                client.hello("/", prefix + i);
                client.expectWelcome();
                if (i % 3 == 0) {
                    client.drop();
                }
            }
        }
        node.awaitStat("the number of connections", 0, GatewayStats::connections);
    }

    /** The gateway holds no connection that has ended. */
    @Test
    @Rule("GW-79")
    default void aConnectionThatEndedCanBeCollected(GatewayLab lab) {
        Node node = lab.node();
        List<Connection> strong = new CopyOnWriteArrayList<>();
        node.root().onConnect(strong::add);
        List<WeakReference<Connection>> weak = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            try (ProbeClient client = node.passingWire()) {
                client.hello("/", null);
                client.expectWelcome();
                Eventually.equal("the connections seen", 1, strong::size);
                strong.forEach(connection -> weak.add(new WeakReference<>(connection)));
                strong.clear();
            }
        }
        node.awaitStat("the number of connections", 0, GatewayStats::connections);
        Eventually.that(
                "all ended connections were collected",
                () -> {
                    Heap.usedBytes();
                    return weak.stream().allMatch(reference -> reference.get() == null);
                },
                () -> weak.stream().filter(reference -> reference.get() != null).count() + " are held");
    }

    /** What came in, went out and got lost is accounted for. */
    @Test
    @Rule("GW-80")
    default void theCountsAddUp(GatewayLab lab) {
        Node node = lab.node();
        node.root().answer("echo", (connection, args) -> args);
        Peer one = node.member("r");
        node.member("r");
        GatewayStats before = node.stats();
        for (int i = 0; i < 10; i++) {
            node.root().to("r").emit("e", i);
            one.client().expectAck(one.client().ask("echo", i));
        }
        node.awaitStats(
                "twenty events were delivered",
                stats -> stats.delivered() - before.delivered() == 20
                        && stats.emitted() - before.emitted() == 10
                        && stats.received() - before.received() == 10);
        assertThat(node.stats().links()).isEqualTo(2);
        assertThat(node.stats().connections()).isEqualTo(2);
        assertThat(node.stats().rooms()).isEqualTo(1);
        assertThat(node.stats().dropped()).isZero();
        assertThat(node.stats().handlerFailures()).isZero();
    }
}
