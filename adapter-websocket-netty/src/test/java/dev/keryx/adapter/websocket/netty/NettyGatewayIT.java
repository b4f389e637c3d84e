package dev.keryx.adapter.websocket.netty;

import static dev.keryx.adapter.websocket.netty.Frames.BINARY;
import static dev.keryx.adapter.websocket.netty.Frames.FIN;
import static dev.keryx.adapter.websocket.netty.Frames.frame;
import static dev.keryx.adapter.websocket.netty.Frames.goodbye;
import static dev.keryx.adapter.websocket.netty.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.WebResponse;
import io.netty.util.LeakPresenceDetector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The adapter and the engine together, as an application has them. */
class NettyGatewayIT {
    private static final int LARGEST = 20 << 20;
    private static final String HELLO = "[\"hello\",{}]";

    private final RealtimeGateway gateway = NettyGateway.builder()
            .port(0)
            .options(GatewayOptions.DEFAULT.limits(GatewayLimits.DEFAULT
                    .messageBytes(LARGEST)
                    .inbound(256, 2 * LARGEST)
                    .outbound(2 * LARGEST, Duration.ofSeconds(20))
                    .requestWithin(Duration.ofSeconds(20))))
            .http(
                    "/thread",
                    request -> CompletableFuture.completedFuture(
                            WebResponse.text(200, Thread.currentThread().getName())))
            .socket("/echo", new Echo())
            .build();

    /** Sends back what comes. */
    private static final class Echo implements SocketHandler {
        @Override
        public void text(Socket socket, byte[] utf8) {
            socket.sendText(utf8);
        }

        @Override
        public void binary(Socket socket, byte[] bytes) {
            socket.sendBinary(bytes);
        }
    }

    @AfterEach
    void close() {
        gateway.close();
        LeakPresenceDetector.check();
    }

    private InetSocketAddress address() {
        return gateway.address().orElseThrow();
    }

    private RawClient member() throws IOException {
        gateway.root().onConnect(connection -> {});
        RawClient client = RawClient.entered(address(), NettyGateway.DEFAULT_PATH);
        client.send(text(HELLO));
        assertThat(client.frame().text()).startsWith("[\"welcome\"");
        return client;
    }

    @Test
    void clientsOfARoomGetWhatIsEmittedToIt() throws Exception {
        gateway.root().answer("join", String.class, (connection, room) -> connection.join(room));
        gateway.start();
        try (RawClient inside = member();
                RawClient outside = member()) {
            inside.send(text("[\"ev\",1,\"join\",[\"r\"]]"));
            assertThat(inside.frame().text()).startsWith("[\"ok\",1,");
            gateway.root().to("r").emit("hit", 1);
            gateway.root().emit("all", 2);
            assertThat(inside.frame().text()).isEqualTo("[\"ev\",0,\"hit\",[1],\"r\"]");
            assertThat(inside.frame().text()).startsWith("[\"ev\",0,\"all\",[2]");
            assertThat(outside.frame().text()).startsWith("[\"ev\",0,\"all\",[2]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil, 403",
        "null, 403",
        "http://localhost.evil, 403",
        "https://localhost, 403",
        "http://localhost:81, 403",
        "http://localhost, 101"
    })
    void theOriginDecides(String origin, int status) throws Exception {
        gateway.start();
        for (String path : new String[] {NettyGateway.DEFAULT_PATH, "/echo"}) {
            try (RawClient client = new RawClient(address())) {
                client.send(RawClient.upgrade(path, "Origin: " + origin));
                assertThat(client.status()).isEqualTo(status);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"keryx.v1.json, 101", "'soap, keryx.v1.json', 101", "soap, 400"})
    void theSubprotocolDecides(String offered, int status) throws Exception {
        gateway.start();
        try (RawClient client = new RawClient(address())) {
            client.send(RawClient.upgrade(NettyGateway.DEFAULT_PATH, "Sec-WebSocket-Protocol: " + offered));
            String head = client.head();
            assertThat(head).startsWith("HTTP/1.1 " + status);
            assertThat(head.contains("Sec-WebSocket-Protocol: keryx.v1.json")).isEqualTo(status == 101);
        }
    }

    @Test
    void aPlainSocketEchoesTheLargestMessage() throws Exception {
        gateway.start();
        byte[] message = new byte[LARGEST];
        new Random(5).nextBytes(message);
        try (RawClient client = RawClient.entered(address(), "/echo")) {
            client.send(frame(FIN | BINARY, message));
            assertThat(client.frame().payload()).isEqualTo(message);
            client.send(goodbye(1000, ""));
            assertThat(client.frame().closeCode()).isEqualTo(1000);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void requestsAreHandledOnTheApplicationsThreads() throws Exception {
        gateway.start();
        try (RawClient client = new RawClient(address())) {
            client.send("GET /thread HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.body(client.head())).doesNotContain("netty");
        }
    }

    @Test
    void aDrainTellsHealthClientsAndTheListener() throws Exception {
        gateway.start();
        InetSocketAddress address = address();
        try (RawClient stays = member();
                RawClient health = new RawClient(address)) {
            health.send("GET /health HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(health.status()).isEqualTo(200);
            CompletableFuture<DrainReport> drain = gateway.drain(Duration.ofSeconds(20));
            assertThat(stays.frame().text()).startsWith("[\"bye\",4001,");
            health.send("GET /health HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(health.status()).isEqualTo(503);
            health.send(RawClient.upgrade(NettyGateway.DEFAULT_PATH));
            assertThat(health.status()).isEqualTo(503);
            assertThat(stays.frame().closeCode()).isEqualTo(4001);
            stays.send(goodbye(4001, ""));
            assertThat(stays.ends()).isTrue();
            assertThat(drain.get(TestLink.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new DrainReport(1, 0, 0));
        }
    }

    @Test
    void aTakenPortIsNamed() {
        gateway.start();
        RealtimeGateway second = NettyGateway.at(address().getPort());
        assertThat(catchThrowable(second::start))
                .isInstanceOfSatisfying(
                        KeryxException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BIND_FAILED))
                .hasMessageContaining("127.0.0.1:" + address().getPort());
        second.close();
    }
}
