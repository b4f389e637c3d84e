package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.gateway.CloseReason;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that join rooms by themselves, where the application lets them. */
public interface KeryxJsonJoinsContract extends KeryxJsonGroup {
    /** Nobody may what nobody allowed. */
    @Test
    @Rule("GW-84")
    default void withoutAGuardNoClientJoins(GatewayLab lab) {
        Node node = lab.node();
        node.root();
        KeryxJsonProbe client = node.keryxClient();
        assertThat(client.expectNo(client.join("r")).code()).isEqualTo("DENIED");
        assertThat(node.root().to("r").emit("miss").local()).isZero();
        assertThat(client.isOpen()).isTrue();
    }

    /** Room by room. */
    @Test
    @Rule("GW-84")
    default void theGuardDecides(GatewayLab lab) {
        Node node = lab.node();
        node.root().allowJoin((connection, room) -> {
            if (room.equals("broken")) {
                throw new IllegalStateException("secret");
            }
            return room.startsWith("open");
        });
        KeryxJsonProbe client = node.keryxClient();
        client.expectAck(client.join("open 1"));
        assertThat(node.root().to("open 1").emit("hit").local()).isEqualTo(1);
        assertThat(client.expectEvent().name()).isEqualTo("hit");
        assertThat(client.expectNo(client.join("closed")).code()).isEqualTo("DENIED");
        assertThat(client.expectNo(client.join("broken")).toString()).doesNotContain("secret");
        assertThat(client.expectNo(client.join("")).code()).isEqualTo("BAD_VALUE");
        client.expectAck(client.join("open 1"));
        client.expectAck(client.leave("open 1"));
        client.expectAck(client.leave("open, but never joined"));
        assertThat(node.root().to("open 1").emit("miss").local()).isZero();
        assertThat(client.isOpen()).isTrue();
    }

    /** Joins and events of one client are one row. */
    @Test
    @Rule("GW-84")
    default void joinsAndEventsOfAClientStayInOrder(GatewayLab lab) {
        Node node = lab.node();
        node.root().allowJoin((connection, room) -> true).answer("rooms", (connection, args) -> connection.rooms());
        KeryxJsonProbe client = node.keryxClient();
        for (int i = 0; i < 50; i++) {
            client.join("r" + i);
            long in = client.ask("rooms");
            client.leave("r" + i);
            long out = client.ask("rooms");
            assertThat(client.expectAck(in)).containsExactly(List.of("r" + i));
            assertThat(client.expectAck(out)).containsExactly(List.of());
        }
    }

    /** A client's {@code ok} means that it holds on all nodes. */
    @Test
    @Rule("GW-84")
    default void aClientsJoinHoldsOnAllNodes(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        b.root().allowJoin((connection, room) -> true);
        KeryxJsonProbe client = b.keryxClient();
        client.expectAck(client.join("r"));
        a.root().to("r").emit("from afar");
        assertThat(client.expectEvent().name()).isEqualTo("from afar");
    }

    /** It is told which limit, and may go on. */
    @Test
    @Rule("GW-65")
    default void aClientsJoinsAreBoundedPerSecond(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().joinsPerSecond(2)));
        node.root().allowJoin((connection, room) -> true);
        KeryxJsonProbe client = node.keryxClient();
        List<Long> joins =
                IntStream.range(0, 40).mapToObj(i -> client.join("r" + i)).toList();
        client.expectAck(joins.get(0));
        client.expectAck(joins.get(1));
        long refused = joins.stream().skip(2).filter(id -> saysNo(client, id)).count();
        assertThat(refused).isPositive();
        assertThat(client.isOpen()).isTrue();
        node.awaitStats("they were handled", stats -> stats.rooms() == joins.size() - refused);
    }

    private static boolean saysNo(KeryxJsonProbe client, long id) {
        return client.expectAnswer(id).map(no -> no.code().equals("RATE")).orElse(false);
    }

    /** A fixed limit is another one than a rate. */
    @Test
    @Rule("GW-64")
    default void aClientsRoomsAreBounded(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().rooms(2)));
        node.root().allowJoin((connection, room) -> true);
        KeryxJsonProbe client = node.keryxClient();
        client.expectAck(client.join("a"));
        client.expectAck(client.join("b"));
        assertThat(client.expectNo(client.join("c")).code()).isEqualTo("LIMIT");
        client.expectAck(client.leave("a"));
        client.expectAck(client.join("c"));
    }

    /** What it said before is answered, its join is not obeyed: the goodbye is the answer. */
    @Test
    @Rule("GW-61")
    default void aJoinDuringADrainIsAnsweredWithTheGoodbye(GatewayLab lab) {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        try {
            Node node = lab.node();
            node.root()
                    .allowJoin((connection, room) -> asked.incrementAndGet() > 0)
                    .answer("slow", (connection, args) -> {
                        release.await();
                        return "done";
                    });
            KeryxJsonProbe client = node.keryxClient();
            long before = client.ask("slow");
            node.awaitStats("the handler runs", stats -> stats.received() == 1);
            CompletableFuture<DrainReport> drain = node.gateway().drain(Eventually.limit());
            Eventually.that("it is not read any more", () -> node.watch().paused.contains("drain"), node::stats);
            client.join("r");
            release.countDown();
            assertThat(client.expectAck(before)).containsExactly("done");
            assertThat(client.expectGoodbye().code()).isEqualTo(CloseReason.DRAINING.code());
            assertThat(client.expectClosed().code()).isEqualTo(CloseReason.DRAINING.code());
            assertThat(Eventually.done("the drain", drain)).isEqualTo(new DrainReport(1, 0, 0));
            assertThat(client.acksLeft()).isZero();
            assertThat(asked).hasValue(0);
        } finally {
            release.countDown();
        }
    }
}
