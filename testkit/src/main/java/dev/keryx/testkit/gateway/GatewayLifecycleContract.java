package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.Receipt;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import dev.keryx.testkit.Together;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a gateway begins. */
public interface GatewayLifecycleContract extends GatewayContract {
    /** No thread, no socket; and whoever forgot the start hears of it. */
    @Test
    @Rule("GW-68")
    default void nothingHappensBeforeTheStart(GatewayLab lab) {
        ThreadProbe threads = ThreadProbe.now();
        SocketProbe sockets = SocketProbe.now();
        Node node = lab.newMember(options -> options);
        node.root().on("event", (connection, args) -> {}).use(handshake -> Decision.accept());
        Receipt receipt = node.root().to("r").emit("early", 1);
        assertThat(receipt.local()).isZero();
        assertThat(Eventually.failed("the bus's receipt", receipt.relayed()).code())
                .isEqualTo(ErrorCode.NOT_STARTED);
        assertThat(node.gateway().state()).isEqualTo(GatewayState.NEW);
        assertThat(node.gateway().address()).isEmpty();
        assertThat(node.stats().links()).isZero();
        threads.assertNoneBorn("before the start");
        sockets.assertNoneOpened("before the start");
    }

    /** Callers at the same time and later ones share one outcome. */
    @ConcurrencyTest
    @Rule("GW-69")
    default void startIsIdempotentAndShared(GatewayLab lab) {
        Node node = lab.newMember(options -> options);
        Together.run(4, i -> Eventually.done("a start", node.gateway().startAsync()));
        assertThat(node.gateway().state()).isEqualTo(GatewayState.RUNNING);
        node.gateway().start();
        assertThat(node.connect().received()).isEmpty();
        assertThat(node.watch().states).containsExactly("NEW to STARTING", "STARTING to RUNNING");
    }

    /** A broker that is not there. */
    @Test
    @Rule("GW-70")
    default void aStartThatFailsForTheBusCanBeTriedAgain(GatewayLab lab) {
        lab.cut();
        ThreadProbe threads = ThreadProbe.now();
        Node node = lab.newMember(options -> options);
        assertThat(Eventually.failed("the start", node.gateway().startAsync()).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThatThrownBy(() -> node.gateway().start()).isInstanceOf(KeryxException.class);
        assertThat(node.gateway().state()).isEqualTo(GatewayState.NEW);
        threads.awaitNoneLeft("after a failed start");
        lab.restore();
        node.start();
        assertThat(node.connect().received()).isEmpty();
    }

    /** An address that is taken: it is named, and may be free the next time. */
    @Test
    @Rule("GW-70")
    default void aStartThatFailsForTheAddressCanBeTriedAgain(GatewayLab lab) {
        Node first = lab.node();
        Optional<InetSocketAddress> address = first.gateway().address();
        Optional<RealtimeGateway> second =
                address.flatMap(taken -> lab.harness().gatewayAt(GatewayLab.OPTIONS, taken));
        assertThat(second.isPresent()).isEqualTo(address.isPresent());
        second.ifPresent(gateway -> {
            try (gateway) {
                KeryxException failure = Eventually.failed("the start", gateway.startAsync());
                assertThat(failure.code()).isEqualTo(ErrorCode.BIND_FAILED);
                assertThat(failure.getMessage())
                        .contains(String.valueOf(address.orElseThrow().getPort()));
                assertThat(gateway.state()).isEqualTo(GatewayState.NEW);
                first.gateway().close();
                Eventually.done("the second start", gateway.startAsync());
                assertThat(gateway.state()).isEqualTo(GatewayState.RUNNING);
            }
        });
    }

    /** Even with clients on it a moment ago. */
    @Test
    @Rule("GW-63")
    default void theAddressIsFreeAfterClose(GatewayLab lab) {
        Node first = lab.node();
        Peer peer = first.connect();
        Optional<InetSocketAddress> address = first.gateway().address();
        first.gateway().close();
        peer.client().expectClosed();
        assertThat(first.gateway().address()).isEmpty();
        address.flatMap(free -> lab.harness().gatewayAt(GatewayLab.OPTIONS, free))
                .ifPresent(gateway -> {
                    try (gateway) {
                        Eventually.done("a start on the same address", gateway.startAsync());
                        assertThat(gateway.address()).isEqualTo(address);
                    }
                });
    }

    /** For good. */
    @Test
    @Rule("GW-71")
    default void aGatewayThatEndedCannotBeStartedAgain(GatewayLab lab) {
        Node node = lab.node();
        node.gateway().close();
        assertThat(Eventually.failed("a second life", node.gateway().startAsync())
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
        assertThatThrownBy(() -> node.gateway().start())
                .isInstanceOfSatisfying(
                        KeryxException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CLOSED));
        assertThat(node.gateway().state()).isEqualTo(GatewayState.CLOSED);
    }

    /** It needs the bus, but does not own it. */
    @Test
    @Rule("GW-72")
    default void aGatewayStartsItsBusAndNeverClosesIt(GatewayLab lab) {
        MessageBus bus = lab.bus();
        try (RealtimeGateway gateway = lab.harness().gateway(GatewayLab.OPTIONS, bus)) {
            assertThat(bus.state()).isEqualTo(BusState.NEW);
            Eventually.done("the start", gateway.startAsync());
            assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        }
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        Eventually.done("a publish", bus.publish("app.topic", "still open"));
    }
}
