package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.GatewayLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlineIT {
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = TestServer.open(GatewayLimits.DEFAULT.requestWithin(Duration.ofMillis(300)));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void silenceIsEnded() throws Exception {
        try (RawClient client = server.connect()) {
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void halfARequestIsEnded() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("GET /ws HTTP/1.1\r\nHost: h\r\nUpgr");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aRequestThatNeverStopsComingIsEnded() throws Exception {
        try (RawClient client = server.connect()) {
            Thread dripping = new Thread(() -> {
                try {
                    for (byte one :
                            RawClient.upgrade("/ws", "X: " + "x".repeat(4_000)).getBytes(StandardCharsets.US_ASCII)) {
                        client.send(one);
                        server.servesTheNext();
                    }
                } catch (java.io.IOException | AssertionError ended) {
                    // That is what the test waits for.
                }
            });
            dripping.start();
            assertThat(client.ends()).isTrue();
            dripping.join();
        }
    }

    @Test
    void anIdleConnectionIsEnded() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("GET /health HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aWebSocketIsNot() throws Exception {
        try (RawClient client = server.enterEcho();
                RawClient silent = server.connect()) {
            assertThat(silent.ends()).isTrue();
            client.send(Frames.text("still here"));
            assertThat(client.frame().text()).isEqualTo("still here");
        }
    }

    @Test
    void manyAtOnceAreAllEnded() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(server.connect());
        }
        for (RawClient client : clients) {
            assertThat(client.ends()).isTrue();
            client.close();
        }
    }
}
