package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one client, one address and all together may cost; each limit is counted and says which it is. */
public interface GatewayLimitsContract extends GatewayContract {
    /** All of a call's rooms or none. */
    @Test
    @Rule("GW-64")
    default void aConnectionsRoomsAreBounded(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().rooms(3)));
        Peer peer = node.member("a", "b", "c");
        assertThat(Eventually.failed("a fourth room", peer.connection().join("d"))
                        .code())
                .isEqualTo(ErrorCode.LIMIT);
        peer.in("c");
        peer.connection().leave("a");
        assertThat(Eventually.failed("two at once", peer.connection().join("d", "e"))
                        .code())
                .isEqualTo(ErrorCode.LIMIT);
        assertThat(peer.connection().rooms()).containsExactlyInAnyOrder("b", "c");
        assertThat(node.root().to("d").emit("miss").local()).isZero();
        peer.in("d");
        assertThat(peer.connection().rooms()).containsExactlyInAnyOrder("b", "c", "d");
    }

    /** First it is not read, then it is gone; the others are served. */
    @Test
    @Rule("GW-66")
    default void aClientThatSendsTooMuchIsSlowedAndThenClosed(GatewayLab lab) {
        List<CloseReason> ends = new CopyOnWriteArrayList<>();
        Node node = lab.node(options -> options.limits(options.limits().messageRate(20, 40)));
        node.root()
                .on("flood", (connection, args) -> {})
                .answer("echo", (connection, args) -> args)
                .onDisconnect((connection, reason) -> ends.add(reason));
        Peer floods = node.connect();
        ProbeClient other = node.connect().client();
        IntStream.range(0, 5_000).forEach(i -> floods.client().send("flood", i));
        Eventually.that("it was closed", () -> !ends.isEmpty(), () -> "still open");
        assertThat(ends).singleElement().isEqualTo(CloseReason.RATE);
        node.awaitStats("the pause was counted", stats -> stats.readPauses() > 0);
        assertThat(node.stats().received()).isLessThan(5_000);
        assertThat(other.expectAck(other.ask("echo", "served"))).containsExactly("served");
    }

    /** A burst is what a page does when it opens. */
    @Test
    @Rule("GW-66")
    default void aBurstWithinTheLimitIsServed(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().messageRate(1, 60)));
        node.root().answer("echo", (connection, args) -> args);
        ProbeClient client = node.connect().client();
        List<Long> asked =
                IntStream.range(0, 50).mapToObj(i -> client.ask("echo", i)).toList();
        asked.forEach(client::expectAck);
        assertThat(client.isOpen()).isTrue();
        assertThat(node.stats().readPauses()).isZero();
    }

    /** Over all addresses; a place that is given up can be taken. */
    @Test
    @Rule("GW-67")
    default void theNumberOfLinksIsBounded(GatewayLab lab) {
        bounded(lab, limits -> limits.connections(3, GatewayLimits.OFF));
    }

    /** From one address. */
    @Test
    @Rule("GW-67")
    default void theNumberOfLinksFromOneAddressIsBounded(GatewayLab lab) {
        bounded(lab, limits -> limits.connections(GatewayLimits.OFF, 3));
    }

    private static void bounded(GatewayLab lab, UnaryOperator<GatewayLimits> three) {
        Node node = lab.node(options -> options.limits(three.apply(options.limits())));
        Peer first = node.connect();
        node.connect();
        node.connect();
        node.knock(null).expectClosed();
        node.awaitStats("the refusal was counted", stats -> stats.refused() > 0);
        assertThat(node.watch().refused).isNotEmpty();
        assertThat(first.received()).isEmpty();
        first.client().close();
        node.awaitStat("the number of links", 2, GatewayStats::links);
        assertThat(node.connect().received()).isEmpty();
    }

    /** A storm of newcomers. */
    @Test
    @Rule("GW-67")
    default void theRateOfNewLinksIsBounded(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().acceptsPerSecond(1)));
        node.root();
        for (int i = 0; i < 200 && node.watch().refused.isEmpty(); i++) {
            node.wire();
        }
        assertThat(node.watch().refused).isNotEmpty();
        node.awaitStats("the refusal was counted", stats -> stats.refused() > 0);
    }
}
