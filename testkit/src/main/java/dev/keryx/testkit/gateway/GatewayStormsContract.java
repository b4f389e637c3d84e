package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Heap;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many clients that do the same at once or for ever. */
public interface GatewayStormsContract extends GatewayContract {
    /** Before a word, and between the hello and the welcome. */
    @Test
    @Rule("GW-79")
    default void clientsThatBreakTheirWiresAtOnceLeaveNothing(GatewayLab lab) {
        Node node = lab.node();
        node.root()
                .use(handshake -> Decision.accept().as("u").in("granted"))
                .answer("echo", (connection, args) -> args);
        for (int i = 0; i < 200; i++) {
            try (ProbeClient client = node.passingWire()) {
                if (i % 2 == 0) {
                    client.hello("/", null);
                }
                client.drop();
            }
        }
        node.awaitStats(
                "nothing was left", stats -> stats.links() == 0 && stats.connections() == 0 && stats.rooms() == 0);
        Eventually.equal(
                "the number of those told to be gone", node.watch().connected.get(), () ->
                        (long) node.watch().disconnected.size());
        ProbeClient next = node.connect().client();
        assertThat(next.expectAck(next.ask("echo", 1))).containsExactly(1L);
    }

    /** Politely or not. */
    @ConcurrencyTest
    @Rule("GW-90")
    default void aCrowdThatLeavesAtOnceDisturbsNobody(GatewayLab lab) {
        Queue<String> gone = new ConcurrentLinkedQueue<>();
        Node node = lab.node();
        node.root()
                .answer("echo", (connection, args) -> args)
                .onDisconnect((connection, reason) -> gone.add(connection.id()));
        Peer stays = node.member("r");
        List<Peer> crowd = IntStream.range(0, 200)
                .mapToObj(i -> node.member("r", "own " + i))
                .toList();
        Together.run(4, thread -> {
            if (thread == 0) {
                echoes(stays.client());
            } else {
                IntStream.range(0, crowd.size())
                        .filter(i -> i % 3 == thread - 1)
                        .forEach(i -> leave(crowd.get(i).client(), i % 2 == 0));
            }
        });
        Eventually.equal("the number of those told to be gone", crowd.size(), gone::size);
        assertThat(gone)
                .containsExactlyInAnyOrderElementsOf(
                        crowd.stream().map(Peer::id).toList());
        node.awaitStats("one was left", stats -> stats.links() == 1 && stats.connections() == 1 && stats.rooms() == 1);
        assertThat(node.root().to("r").emit("after").local()).isEqualTo(1);
        assertThat(stays.received()).containsExactly("after");
        assertThat(gone).hasSize(crowd.size());
    }

    private static void echoes(ProbeClient client) {
        for (long i = 0; i < 50; i++) {
            assertThat(client.expectAck(client.ask("echo", i))).containsExactly(i);
        }
    }

    private static void leave(ProbeClient client, boolean politely) {
        if (politely) {
            client.close();
        } else {
            client.drop();
        }
    }

    /** By one client that stays, and never comes back to any of them. */
    @Test
    @Rule("GW-79")
    default void roomsThatWereLeftLeaveNothing(GatewayLab lab) {
        Node node = lab.node();
        Connection connection = node.connect().connection();
        joinAndLeave(node, connection, "warm", 500);
        long before = Heap.usedBytes();
        // The names alone take 4 MiB, their rooms more.
        joinAndLeave(node, connection, "r", 20_000);
        Heap.awaitAtMost("what 20,000 rooms left", before + (3 << 20));
        assertThat(connection.rooms()).isEmpty();
    }

    private static void joinAndLeave(Node node, Connection connection, String prefix, int rooms) {
        String filler = "x".repeat(200);
        for (int i = 0; i < rooms; i++) {
            String room = prefix + i + filler;
            Eventually.done("a join", connection.join(room));
            connection.leave(room);
            node.root().to(room).emit("nobody hears it");
        }
        node.awaitStat("the number of rooms", 0L, GatewayStats::rooms);
    }
}
