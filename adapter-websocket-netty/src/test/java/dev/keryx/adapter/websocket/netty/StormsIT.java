package dev.keryx.adapter.websocket.netty;

import static dev.keryx.adapter.websocket.netty.Frames.goodbye;
import static dev.keryx.adapter.websocket.netty.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.SlowPolicy;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import dev.keryx.testkit.Together;
import io.netty.util.LeakPresenceDetector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Sockets in crowds that come and go, and one that trickles: nothing is left, and who stays is served. */
class StormsIT {
    private static final String HELLO = "[\"hello\",{}]";
    private static final String FILLER = "x".repeat(8 << 10);
    /** More than the system's own buffers on the way to one client. */
    private static final int MOST_EVENTS = 8 << 10;

    private final AtomicLong connected = new AtomicLong();
    private final List<CloseReason> ends = new CopyOnWriteArrayList<>();

    private final GatewayObserver observer = new GatewayObserver() {
        @Override
        public void connected(ConnectionInfo connection) {
            connected.incrementAndGet();
        }

        @Override
        public void disconnected(ConnectionInfo connection, CloseReason reason) {
            ends.add(reason);
        }
    };

    private final GatewayOptions options = GatewayOptions.DEFAULT
            .observer(observer)
            .limits(GatewayLimits.DEFAULT
                    .connections(GatewayLimits.OFF, GatewayLimits.OFF)
                    .acceptsPerSecond(GatewayLimits.OFF)
                    .messageRate(GatewayLimits.OFF, GatewayLimits.OFF)
                    .outbound(64 << 10, Duration.ofHours(1)));

    private static RealtimeGateway started(GatewayOptions options) {
        RealtimeGateway gateway =
                NettyGateway.builder().port(0).options(options).build();
        gateway.root().use(handshake -> Decision.accept().in("r")).answer("echo", (connection, args) -> args);
        gateway.start();
        return gateway;
    }

    private static InetSocketAddress address(RealtimeGateway gateway) {
        return gateway.address().orElseThrow();
    }

    private static RawClient member(RealtimeGateway gateway) throws IOException {
        RawClient client = new RawClient(address(gateway));
        client.send(upgradeAndHello());
        assertThat(client.head()).startsWith("HTTP/1.1 101 ");
        assertThat(client.frame().text()).startsWith("[\"welcome\"");
        return client;
    }

    private static byte[] upgradeAndHello() {
        String upgrade = RawClient.upgrade(NettyGateway.DEFAULT_PATH);
        return Frames.join(upgrade.getBytes(StandardCharsets.US_ASCII), text(HELLO));
    }

    private static void echo(RawClient client, int id) throws IOException {
        client.send(text("[\"ev\"," + id + ",\"echo\",[\"hi\"]]"));
        assertThat(client.frame().text()).isEqualTo("[\"ok\"," + id + ",[\"hi\"]]");
    }

    /** Only the member that stays is left, and all that came have gone; late ones may not even have been accepted yet. */
    private void awaitOneLeft(RealtimeGateway gateway, RawClient stays) throws IOException {
        AtomicInteger emits = new AtomicInteger();
        Eventually.that(
                "one client was left",
                () -> {
                    GatewayStats stats = gateway.stats();
                    return stats.links() == 1
                            && stats.connections() == 1
                            && stats.rooms() == 1
                            && connected.get() == ends.size() + 1
                            && emits.incrementAndGet() > 0
                            && gateway.root().to("r").emit("after").local() == 1;
                },
                () -> gateway.stats() + ", connected " + connected + ", ended " + ends.size());
        for (int i = 0; i < emits.get(); i++) {
            assertThat(stays.frame().text()).contains("\"after\"");
        }
    }

    /** Reset at every stage: before a word, within the request, after it, and after the hello. */
    @ConcurrencyTest
    void aLoopOfConnectsAndResetsLeavesNothing() throws Exception {
        ThreadProbe threads = ThreadProbe.now();
        RealtimeGateway gateway = started(options);
        try (RawClient stays = member(gateway)) {
            resets(gateway, 20);
            awaitOneLeft(gateway, stays);
            SocketProbe sockets = SocketProbe.now();
            Together.run(3, thread -> {
                if (thread == 0) {
                    for (int i = 1; i <= 200; i++) {
                        echo(stays, i);
                    }
                } else {
                    resets(gateway, 1_500);
                }
            });
            awaitOneLeft(gateway, stays);
            sockets.awaitNoneLeft("after 3,000 resets");
            echo(stays, 201);
        } finally {
            gateway.close();
        }
        threads.awaitNoneLeft("after 3,000 resets");
        LeakPresenceDetector.check();
    }

    private static void resets(RealtimeGateway gateway, int rounds) throws IOException {
        String upgrade = RawClient.upgrade(NettyGateway.DEFAULT_PATH);
        byte[] hello = upgradeAndHello();
        for (int i = 0; i < rounds; i++) {
            RawClient client = new RawClient(address(gateway));
            switch (i % 4) {
                case 0 -> client.send(upgrade.substring(0, upgrade.length() / 2));
                case 1 -> client.send(upgrade);
                case 2 -> client.send(hello);
                default -> client.send("");
            }
            client.reset();
        }
    }

    /** A thousand, the one half with a goodbye, the other without. */
    @ConcurrencyTest
    void aStormOfClosesLeavesNothingAndDelaysNobody() throws Exception {
        RealtimeGateway gateway = started(options);
        try (RawClient stays = member(gateway)) {
            List<RawClient> crowd = Collections.synchronizedList(new ArrayList<>());
            Together.run(4, thread -> {
                for (int i = 0; i < 250; i++) {
                    crowd.add(member(gateway));
                }
            });
            Together.run(3, thread -> {
                if (thread == 0) {
                    for (int i = 1; i <= 200; i++) {
                        echo(stays, i);
                    }
                } else {
                    for (int i = thread - 1; i < crowd.size(); i += 2) {
                        leave(crowd.get(i), i % 4 < 2);
                    }
                }
            });
            awaitOneLeft(gateway, stays);
        } finally {
            gateway.close();
        }
        LeakPresenceDetector.check();
    }

    private static void leave(RawClient client, boolean politely) throws IOException {
        if (politely) {
            client.send(goodbye(1000, ""));
            client.close();
        } else {
            client.reset();
        }
    }

    /** A byte for every event of 8 KiB: it keeps the wire alive, and is slow all the same. */
    @Test
    void aReaderOfOneByteAtATimeIsClosedAndDelaysNobody() throws Exception {
        RealtimeGateway gateway = started(options);
        try (RawClient reads = member(gateway);
                RawClient trickles = member(gateway)) {
            trickleUntil(gateway, reads, trickles, () -> !ends.isEmpty());
            assertThat(ends).containsExactly(CloseReason.SLOW);
            assertThat(trickles.isReset()).isTrue();
            awaitOneLeft(gateway, reads);
            assertThat(gateway.stats().dropped()).isPositive();
        } finally {
            gateway.close();
        }
        LeakPresenceDetector.check();
    }

    /** The other policy: it stays, learns of the hole, and gets the newest. */
    @Test
    void aReaderOfOneByteAtATimeLosesTheOldestAndStays() throws Exception {
        RealtimeGateway gateway = started(options.slowPolicy(SlowPolicy.DROP_OLDEST));
        try (RawClient reads = member(gateway);
                RawClient trickles = member(gateway)) {
            trickleUntil(gateway, reads, trickles, () -> gateway.stats().dropped() > 0);
            gateway.root().emit("last");
            assertThat(reads.frame().text()).contains("\"last\"");
            assertThat(ends).isEmpty();
            trickles.skipUntil("[\"ev\",0,\"last\",[]");
            assertThat(gateway.stats().connections()).isEqualTo(2);
        } finally {
            gateway.close();
        }
        LeakPresenceDetector.check();
    }

    /** The one that reads is in step with the emits, and gets each of them at its turn. */
    private static void trickleUntil(
            RealtimeGateway gateway, RawClient reads, RawClient trickles, BooleanSupplier enough) throws IOException {
        for (int i = 0; !enough.getAsBoolean(); i++) {
            assertThat(i).as("events emitted").isLessThan(MOST_EVENTS);
            gateway.root().to("r").emit("flood", i, FILLER);
            assertThat(reads.frame().text()).startsWith("[\"ev\",0,\"flood\",[" + i + ",");
            trickles.readByte();
        }
    }
}
