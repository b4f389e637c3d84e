package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The application's own code fails, or ends connections: only what is concerned notices. */
public interface GatewayFaultsContract extends GatewayContract {
    /** Counted, observed, and the next event is handled as if nothing had been. */
    @Test
    @Rule("GW-74")
    default void aFailingHandlerEndsNothing(GatewayLab lab) {
        Node node = lab.node();
        node.root()
                .on("exception", (connection, args) -> {
                    throw new IllegalStateException("on purpose");
                })
                .on("error", (connection, args) -> {
                    throw new StackOverflowError("on purpose");
                })
                .on("interrupt", (connection, args) -> Thread.currentThread().interrupt())
                .answer("odd", (connection, args) -> new NoJson())
                .answer("echo", (connection, args) -> args);
        ProbeClient client = node.connect().client();
        ProbeClient other = node.connect().client();
        for (String event : new String[] {"exception", "error", "interrupt"}) {
            client.send(event);
        }
        assertThat(client.expectNo(client.ask("odd")).code()).isEqualTo("INTERNAL");
        for (int i = 0; i < 20; i++) {
            assertThat(client.expectAck(client.ask("echo", i))).containsExactly((long) i);
            assertThat(other.expectAck(other.ask("echo", i))).containsExactly((long) i);
        }
        node.awaitStats("the failures were counted", stats -> stats.handlerFailures() >= 2);
        assertThat(node.watch().failures).hasAtLeastOneElementOfType(IllegalStateException.class);
        assertThat(node.watch().failures).hasAtLeastOneElementOfType(StackOverflowError.class);
    }

    /** A client that could not be set up is not served half. */
    @Test
    @Rule("GW-75")
    default void aFailingConnectHandlerClosesTheConnection(GatewayLab lab) {
        AtomicInteger handled = new AtomicInteger();
        Node node = lab.node();
        node.root()
                .onConnect(connection -> {
                    throw new IllegalStateException("on purpose");
                })
                .on("event", (connection, args) -> handled.incrementAndGet());
        ProbeClient client = node.knock(null);
        client.send("event");
        assertThat(client.expectClosed().text()).doesNotContain("purpose");
        node.awaitStat("the number of connections", 0, GatewayStats::connections);
        assertThat(handled).hasValue(0);
        node.awaitStat("the failures counted", 1, GatewayStats::handlerFailures);
    }

    /** Telemetry that fails changes nothing but telemetry. */
    @Test
    @Rule("GW-76")
    default void aFailingObserverChangesNothing(GatewayLab lab) {
        AtomicInteger ends = new AtomicInteger();
        Node node = lab.node(options -> options.observer(new FailingObserver()));
        node.root()
                .onDisconnect((connection, reason) -> {
                    ends.incrementAndGet();
                    throw new IllegalStateException("on purpose");
                })
                .on("fails", (connection, args) -> {
                    throw new IllegalStateException("on purpose");
                });
        Peer peer = node.member("r");
        assertThat(peer.client().expectNo(peer.client().ask("fails")).code()).isEqualTo("INTERNAL");
        node.root().to("r").emit("hit");
        assertThat(peer.received()).containsExactly("hit");
        peer.client().close();
        Eventually.equal("the number of ends", 1, ends::get);
        node.awaitStat("the number of rooms", 0, GatewayStats::rooms);
        node.gateway().close();
        assertThat(node.gateway().state()).isEqualTo(GatewayState.CLOSED);
    }

    /** The client reads why; the application hears its own reason. */
    @Test
    @Rule("GW-77")
    default void theApplicationCanEndAConnection(GatewayLab lab) {
        CloseReason reason = new CloseReason(4503, "you know why");
        AtomicInteger ends = new AtomicInteger();
        Node node = lab.node();
        node.root().onDisconnect((connection, heard) -> ends.addAndGet(heard.equals(reason) ? 1 : 100));
        Peer peer = node.member("r");
        Peer stays = node.member("r");
        node.root().to("r").emit("before");
        peer.connection().close(reason);
        peer.connection().close(CloseReason.NORMAL);
        node.root().to("r").emit("after");
        assertThat(peer.client().expectEvent().name()).isEqualTo("before");
        assertThat(peer.client().expectClosed().code()).isEqualTo(4503);
        Eventually.equal("the reasons heard", 1, ends::get);
        assertThat(stays.received()).containsExactly("before", "after");
        assertThat(Eventually.failed("a late join", peer.connection().join("x")).code())
                .isEqualTo(ErrorCode.CLOSED);
    }

    /** Politely or not: the application learns which it was. */
    @Test
    @Rule("GW-77")
    default void theEndOfAWireIsNoticed(GatewayLab lab) {
        Node node = lab.node();
        node.connect().client().close();
        Eventually.equal("the number of ends", 1, node.watch().disconnected::size);
        node.connect().client().drop();
        Eventually.equal("the number of ends", 2, node.watch().disconnected::size);
        assertThat(node.watch().disconnected)
                .extracting(CloseReason::code)
                .containsExactly(CloseReason.NORMAL.code(), CloseReason.LOST.code());
        Eventually.equal("open links", 0L, () -> node.stats().links());
    }
}
