package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.GatewayState;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a gateway ends: with a goodbye, within its time, whatever it is doing. */
public interface GatewayDrainContract extends GatewayContract {
    /** Everybody hears that it is over and when to come back, and the report counts them. */
    @Test
    @Rule("GW-59")
    default void aDrainSaysGoodbyeToEverybody(GatewayLab lab) {
        DrainPlan plan = new DrainPlan(Duration.ofSeconds(6), Duration.ofMillis(700), Duration.ofMillis(300), 3);
        List<CloseReason> ends = new CopyOnWriteArrayList<>();
        Node node = lab.node();
        node.root().onDisconnect((connection, reason) -> ends.add(reason));
        List<Peer> peers = IntStream.range(0, 8).mapToObj(i -> node.connect()).toList();
        node.root().emit("last words");
        DrainReport report = Eventually.done("the drain", node.gateway().drain(plan));
        for (Peer peer : peers) {
            assertThat(peer.client().expectEvent().name()).isEqualTo("last words");
            assertThat(peer.client().expectGoodbye().code()).isEqualTo(CloseReason.DRAINING.code());
            assertThat(peer.client().expectGoodbye().advice()).hasValueSatisfying(advice -> {
                assertThat(advice.after()).isEqualTo(plan.comeBackAfter());
                assertThat(advice.jitter()).isEqualTo(plan.jitter());
            });
            assertThat(peer.client().expectClosed().code()).isEqualTo(CloseReason.DRAINING.code());
        }
        assertThat(report).isEqualTo(new DrainReport(peers.size(), 0, 0));
        assertThat(ends).hasSize(peers.size()).containsOnly(CloseReason.DRAINING);
        assertThat(node.gateway().state()).isEqualTo(GatewayState.CLOSED);
        assertThat(node.watch().drained).containsExactly(report);
        assertThat(node.watch().states)
                .containsExactly("NEW to STARTING", "STARTING to RUNNING", "RUNNING to DRAINING", "DRAINING to CLOSED");
    }

    /** The deadline holds, and the report adds up. */
    @Test
    @Rule("GW-60")
    default void whoDoesNotReadIsCutOffAtTheDeadline(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().outbound(64 << 20, Duration.ofHours(1))));
        Peer reads = node.connect();
        Peer stuck = node.connect();
        Flood.fill(node, reads, stuck);
        IntStream.range(0, 500).forEach(i -> reads.connection().send(Event.of("queued", i)));
        DrainReport report = Eventually.done("the drain", node.gateway().drain(Duration.ofMillis(500)));
        assertThat(report.delivered()).isEqualTo(1);
        assertThat(report.discarded()).isEqualTo(1);
        for (int i = 0; i < 500; i++) {
            assertThat(reads.client().expectEvent().arg(0)).isEqualTo((long) i);
        }
    }

    /** The handler that runs may finish and is answered, the newcomer is turned away. */
    @Test
    @Rule("GW-61")
    default void aDrainingGatewayTakesNoClients(GatewayLab lab) {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try {
            Node node = lab.node();
            node.root().answer("slow", (connection, args) -> {
                inside.countDown();
                release.await();
                return "done";
            });
            ProbeClient client = node.connect().client();
            long asked = client.ask("slow");
            Eventually.that("the handler runs", () -> inside.getCount() == 0, () -> "not yet");
            CompletableFuture<DrainReport> drain = node.gateway().drain(Eventually.limit());
            Eventually.equal("the state", GatewayState.DRAINING, node.gateway()::state);
            node.knock(null).expectClosed();
            release.countDown();
            assertThat(client.expectAck(asked)).containsExactly("done");
            assertThat(Eventually.done("the drain", drain)).isEqualTo(new DrainReport(1, 0, 0));
        } finally {
            release.countDown();
        }
    }

    /** Its hello comes too late; it hears what all hear, and comes back elsewhere. */
    @Test
    @Rule("GW-61")
    default void whoWasNotYetInIsToldToComeBack(GatewayLab lab) {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try {
            Node node = lab.node();
            node.root().on("slow", (connection, args) -> {
                inside.countDown();
                release.await();
            });
            node.connect().client().send("slow");
            Eventually.that("the handler runs", () -> inside.getCount() == 0, () -> "not yet");
            ProbeClient late = node.wire();
            Eventually.equal("the number of links", 2L, () -> node.stats().links());
            CompletableFuture<DrainReport> drain = node.gateway().drain(Eventually.limit());
            Eventually.equal("the state", GatewayState.DRAINING, node.gateway()::state);
            late.hello("/", null);
            CloseReason end = late.expectClosed();
            assertThat(end.code()).isEqualTo(CloseReason.DRAINING.code());
            assertThat(end.comesBack()).isTrue();
            release.countDown();
            assertThat(Eventually.done("the drain", drain)).isEqualTo(new DrainReport(2, 0, 0));
        } finally {
            release.countDown();
        }
    }

    /** Twice, at once, and after the end: everybody gets an answer. */
    @ConcurrencyTest
    @Rule("GW-62")
    default void closeIsIdempotentAndMayBeConcurrent(GatewayLab lab) {
        Node node = lab.node();
        Peer peer = node.connect();
        Together.run(4, i -> {
            if (i % 2 == 0) {
                node.gateway().close();
            } else {
                Eventually.done("a drain", node.gateway().drain(Duration.ofSeconds(2)));
            }
        });
        node.gateway().close();
        assertThat(node.gateway().state()).isEqualTo(GatewayState.CLOSED);
        peer.client().expectClosed();
        Eventually.done("a drain after the end", node.gateway().drain(Duration.ofSeconds(1)));
    }

    /** It had nothing to end. */
    @Test
    @Rule("GW-62")
    default void closeBeforeTheStartEndsItToo(GatewayLab lab) {
        Node node = lab.newNode(options -> options);
        node.gateway().close();
        assertThat(node.gateway().state()).isEqualTo(GatewayState.CLOSED);
        assertThat(Eventually.failed("a late start", node.gateway().startAsync())
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
    }

    /** Whoever is first wins; nobody hangs, nothing stays open. */
    @ConcurrencyTest
    @Rule("GW-62")
    default void closeDuringTheStartEndsIt(GatewayLab lab) {
        Node node = lab.newMember(options -> options);
        Together.run(3, i -> {
            if (i == 0) {
                Eventually.settled("the start", node.gateway().startAsync());
            } else {
                node.gateway().close();
            }
        });
        node.gateway().close();
        Eventually.equal("the state", GatewayState.CLOSED, node.gateway()::state);
    }

    /** Where waiting would be waiting for itself. */
    @Test
    @Rule("GW-62")
    default void closeInsideAHandlerDoesNotHang(GatewayLab lab) {
        Node node = lab.node();
        CountDownLatch returned = new CountDownLatch(1);
        node.root().on("die", (connection, args) -> {
            node.gateway().close();
            returned.countDown();
        });
        Peer peer = node.connect();
        peer.client().send("die");
        Eventually.that("close returned", () -> returned.getCount() == 0, () -> "inside it");
        Eventually.equal("the state", GatewayState.CLOSED, node.gateway()::state);
        peer.client().expectClosed();
    }

    /** A handler that never returns costs the grace and no more. */
    @Test
    @Rule("GW-62")
    default void closeDoesNotWaitForAHandlerForEver(GatewayLab lab) {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        try {
            Node node = lab.node(options -> options.grace(Duration.ofMillis(300)));
            node.root().on("block", (connection, args) -> {
                inside.countDown();
                never.await();
            });
            node.connect().client().send("block");
            Eventually.that("the handler runs", () -> inside.getCount() == 0, () -> "not yet");
            Together.run(1, i -> node.gateway().close());
            assertThat(node.gateway().state()).isEqualTo(GatewayState.CLOSED);
        } finally {
            never.countDown();
        }
    }

    /** Whatever is asked of it then says so, and throws nothing. */
    @Test
    @Rule("GW-62")
    default void afterTheEndEverythingSaysSo(GatewayLab lab) {
        Node node = lab.node();
        Peer peer = node.member("r");
        node.gateway().close();
        assertThat(node.root().to("r").emit("late").local()).isZero();
        assertThat(Eventually.failed("a late join", peer.connection().join("x")).code())
                .isEqualTo(ErrorCode.CLOSED);
        peer.connection().close(CloseReason.NORMAL);
        assertThat(node.stats().connections()).isZero();
    }
}
