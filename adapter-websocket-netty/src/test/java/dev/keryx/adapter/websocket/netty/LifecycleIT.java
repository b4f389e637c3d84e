package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayLimits;
import io.netty.util.LeakPresenceDetector;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleIT {
    private static final Routes ROUTES = Routes.of("/ws", null, Map.of(), Map.of());

    private final TestDoor door = new TestDoor();

    @AfterEach
    void nothingLeaks() {
        door.close();
        assertThat(door.wires).hasValue(0);
        LeakPresenceDetector.check();
    }

    private static NettyServer server(String host, int port) {
        return new NettyServer(new Settings(host, port, ROUTES, GatewayLimits.DEFAULT, 2, Settings.PART_WITHIN));
    }

    private static void done(CompletableFuture<Void> step) throws Exception {
        step.get(TestLink.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static List<Thread> nettyThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("keryx-netty"))
                .toList();
    }

    /** A thread says that it is done a moment before it is. */
    private static void assertNoThreadStays() throws InterruptedException {
        for (Thread thread : nettyThreads()) {
            thread.join(TimeUnit.SECONDS.toMillis(TestLink.PATIENCE_SECONDS));
            assertThat(thread.isAlive()).as("%s lives", thread.getName()).isFalse();
        }
    }

    @Test
    void makingAServerDoesNothing() {
        List<Thread> before = nettyThreads();
        NettyServer server = server("no.such.host.invalid", 1);
        assertThat(server.address()).isEmpty();
        assertThat(server.lanes()).isEmpty();
        assertThat(before).containsAll(nettyThreads());
    }

    @Test
    void closingWhatWasNeverOpenIsDoneAtOnce() throws Exception {
        NettyServer server = server("127.0.0.1", 0);
        done(server.stopAccepting());
        done(server.close());
        done(server.close());
    }

    @Test
    void aTakenPortIsNamedAndTheServerMayBeOpenedLater() throws Exception {
        NettyServer server;
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));
            server = server("127.0.0.1", taken.getLocalPort());
            Throwable failure = catchThrowable(() -> server.open(door).join()).getCause();
            assertThat(failure)
                    .isInstanceOf(KeryxException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
            assertThat(((KeryxException) failure).code()).isEqualTo(ErrorCode.BIND_FAILED);
            assertThat(server.lanes()).isEmpty();
        }
        done(server.open(door));
        done(server.close());
        assertNoThreadStays();
    }

    @Test
    void aHostThatDoesNotExistIsNamed() {
        NettyServer server = server("no.such.host.invalid", 80);
        assertThat(catchThrowable(() -> server.open(door).join()).getCause())
                .isInstanceOf(KeryxException.class)
                .hasMessageContaining("no.such.host.invalid:80");
    }

    @Test
    void theSamePortIsFreeAtOnceAlsoWithClientsLeft() throws Exception {
        NettyServer server = server("127.0.0.1", 0);
        done(server.open(door));
        int port = server.address().orElseThrow().getPort();
        List<RawClient> clients = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            clients.add(RawClient.entered(server.address().orElseThrow(), "/ws"));
            TestLink link = door.next();
            link.send(new byte[4 << 20], true);
            done(server.close());
            assertThat(link.next()).startsWith("closed 1006");
            server = server("127.0.0.1", port);
            done(server.open(door));
        }
        done(server.close());
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void aServerMayBeOpenedAgain() throws Exception {
        NettyServer server = server("127.0.0.1", 0);
        for (int round = 0; round < 3; round++) {
            done(server.open(door));
            assertThat(server.lanes()).hasSize(2);
            try (RawClient client = RawClient.entered(server.address().orElseThrow(), "/ws")) {
                done(server.close());
                assertThat(client.ends()).isTrue();
            }
        }
    }

    @Test
    void linksStayWhenNothingMoreIsAccepted() throws Exception {
        NettyServer server = server("127.0.0.1", 0);
        done(server.open(door));
        InetSocketAddress address = server.address().orElseThrow();
        try (RawClient client = RawClient.entered(address, "/ws")) {
            TestLink link = door.next();
            done(server.stopAccepting());
            assertThat(server.address()).isEmpty();
            assertThat(catchThrowable(() -> new RawClient(address).close())).isInstanceOf(java.io.IOException.class);
            NettyServer successor = server("127.0.0.1", address.getPort());
            done(successor.open(door));
            client.send(Frames.text("still here"));
            assertThat(link.next()).isEqualTo("text still here");
            link.close(CloseReason.DRAINING);
            assertThat(client.frame().closeCode()).isEqualTo(4001);
            client.send(Frames.goodbye(4001, ""));
            assertThat(client.ends()).isTrue();
            done(server.close());
            done(successor.close());
        }
    }

    @Test
    void allLinksHearOfTheEndBeforeItIsComplete() throws Exception {
        NettyServer server = server("127.0.0.1", 0);
        done(server.open(door));
        List<RawClient> clients = new ArrayList<>();
        List<TestLink> links = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(RawClient.entered(server.address().orElseThrow(), "/ws"));
            links.add(door.next());
        }
        done(server.close());
        for (TestLink link : links) {
            assertThat(link.heard).hasSize(1);
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void closingWhileOpeningEndsBoth() throws Exception {
        for (int round = 0; round < 20; round++) {
            NettyServer server = server("127.0.0.1", 0);
            CompletableFuture<Void> opening = server.open(door);
            done(server.close());
            catchThrowable(() -> opening.get(TestLink.PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertThat(opening).isDone();
            assertNoThreadStays();
        }
    }

    @Test
    void aLanesTimerRunsUnlessItIsClosed() throws Exception {
        NettyServer server = server("127.0.0.1", 0);
        done(server.open(door));
        var lane = server.lanes().get(0);
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        CompletableFuture<Boolean> never = new CompletableFuture<>();
        lane.later(() -> never.complete(true), java.time.Duration.ofMillis(50)).close();
        lane.later(() -> ran.complete(lane.inLane()), java.time.Duration.ofMillis(100));
        assertThat(ran.get(TestLink.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(never).isNotDone();
        assertThat(lane.inLane()).isFalse();
        done(server.close());
    }
}
