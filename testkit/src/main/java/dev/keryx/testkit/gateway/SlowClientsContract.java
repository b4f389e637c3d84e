package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Clients that do not read: they are bounded, and nobody else notices. */
public interface SlowClientsContract extends GatewayContract {
    /** Whoever emits is not made to wait, whoever reads gets all of it. */
    @Test
    @Rule("GW-35")
    default void aClientThatNeverReadsSlowsNobodyDown(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().outbound(64 << 10, Duration.ofHours(1))));
        Peer reads = node.member("r");
        Peer stuck = node.member("r");
        stuck.client().stall();
        Flood flood = new Flood(node.root().to("r"), reads);
        Together.run(
                1,
                i -> flood.until(
                        "the client was found slow", () -> !node.watch().slow.isEmpty()));
        assertThat(node.watch().slow).containsExactly(stuck.id());
        assertThat(reads.client().isOpen()).isTrue();
        node.root().to("r").emit("after");
        assertThat(reads.received()).containsExactly("after");
    }

    /** By bytes: it is closed, may come back, and is told so where it still listens. */
    @Test
    @Rule("GW-36")
    default void aClientOverItsBytesIsClosed(GatewayLab lab) {
        List<CloseReason> ends = new CopyOnWriteArrayList<>();
        Node node = lab.node(options -> options.limits(options.limits().outbound(64 << 10, Duration.ofHours(1))));
        node.root().onDisconnect((connection, reason) -> ends.add(reason));
        Peer reads = node.connect();
        Peer stuck = node.connect();
        stuck.client().stall();
        new Flood(node.root(), reads).until("the client was closed", () -> !ends.isEmpty());
        assertThat(ends).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo(CloseReason.SLOW.code());
            assertThat(reason.comesBack()).isTrue();
        });
        node.awaitStat("the number of links", 1, GatewayStats::links);
        stuck.client().resume();
        stuck.client().expectClosed();
        assertThat(node.connect().received()).isEmpty();
    }

    /** By age: a little that nobody reads is as bad as a lot. */
    @Test
    @Rule("GW-37")
    default void aClientThatReadsNothingForLongIsClosed(GatewayLab lab) {
        List<CloseReason> ends = new CopyOnWriteArrayList<>();
        Node node = lab.node(options -> options.limits(options.limits().outbound(64 << 20, Duration.ofMillis(300))));
        node.root().onDisconnect((connection, reason) -> ends.add(reason));
        Peer reads = node.connect();
        Peer stuck = node.connect();
        stuck.client().stall();
        new Flood(node.root().droppable(), reads)
                .until("the wire was full", () -> node.stats().dropped() > 0 || !ends.isEmpty());
        Eventually.that(
                "the client was closed",
                () -> {
                    stuck.connection().send(Event.of("waits", "x".repeat(1 << 10)));
                    return !ends.isEmpty();
                },
                () -> "still open");
        assertThat(ends)
                .singleElement()
                .satisfies(reason -> assertThat(reason.code()).isEqualTo(CloseReason.SLOW.code()));
        assertThat(reads.client().isOpen()).isTrue();
    }

    /** A bound smaller than one message does not make that message impossible. */
    @Test
    @Rule("GW-36")
    default void oneMessageOverTheBoundIsTakenWhereNothingWaits(GatewayLab lab) {
        String large = "x".repeat(40 << 10);
        Node node = lab.node(options -> options.limits(options.limits().outbound(1 << 10, Duration.ofHours(1))));
        Peer peer = node.connect();
        for (int i = 0; i < 5; i++) {
            peer.connection().send(Event.of("large", large));
            assertThat(peer.client().expectEvent().arg(0)).isEqualTo(large);
        }
        assertThat(node.watch().slow).isEmpty();
    }

    /** A hundred that never read cost no more than their bounds. */
    @Test
    @Rule("GW-36")
    default void whatIsNotReadIsGivenUp(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().outbound(64 << 10, Duration.ofHours(1))));
        Peer reads = node.connect();
        for (int i = 0; i < 20; i++) {
            node.connect().client().stall();
        }
        new Flood(node.root(), reads)
                .until("all of them were closed", () -> node.stats().connections() == 1);
        node.awaitStats("what they lost was counted", stats -> stats.dropped() > 0);
        assertThat(node.watch().slow).hasSize(20);
    }
}
