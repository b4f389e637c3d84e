package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Headers;
import dev.keryx.Payload;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.WebHandler;
import dev.keryx.gateway.WebRequest;
import dev.keryx.gateway.WebResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpIT {
    private static final String HOST = " HTTP/1.1\r\nHost: h\r\n";

    private final AtomicReference<WebRequest> seen = new AtomicReference<>();
    private final CompletableFuture<WebResponse> later = new CompletableFuture<>();
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        Map<String, WebHandler> web = new HashMap<>();
        web.put("/", request -> done("root " + request.path()));
        web.put("/files/", request -> done("files " + request.path()));
        web.put("/echo-body", this::echo);
        web.put("/later", request -> later);
        web.put("/throws", request -> {
            throw new IllegalStateException("secret");
        });
        web.put("/fails", request -> CompletableFuture.failedFuture(new IllegalStateException("secret")));
        web.put("/no-stage", request -> null);
        web.put("/nothing", request -> CompletableFuture.completedFuture(null));
        web.put(
                "/split",
                request -> CompletableFuture.completedFuture(
                        new WebResponse(200, Headers.of("X", "a\r\nSet-Cookie: b"), Payload.empty())));
        web.put(
                "/no-content",
                request -> CompletableFuture.completedFuture(new WebResponse(204, Headers.empty(), Payload.utf8("x"))));
        web.put("/large", request -> done("x".repeat(8 << 20)));
        server = TestServer.open(GatewayLimits.DEFAULT, Settings.PART_WITHIN, web);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private static CompletableFuture<WebResponse> done(String text) {
        return CompletableFuture.completedFuture(WebResponse.text(200, text));
    }

    private CompletableFuture<WebResponse> echo(WebRequest request) {
        seen.set(request);
        return CompletableFuture.completedFuture(WebResponse.ok("application/octet-stream", request.body()));
    }

    private String get(RawClient client, String path) throws Exception {
        client.send("GET " + path + HOST + "\r\n");
        String head = client.head();
        return head.substring(9, 12) + " " + client.body(head);
    }

    @Test
    void healthFollowsTheDoor() throws Exception {
        try (RawClient client = server.connect()) {
            assertThat(get(client, "/health")).isEqualTo("200 ready");
            server.door.ready = false;
            assertThat(get(client, "/health")).isEqualTo("503 not ready");
        }
    }

    @Test
    void aPathLeadsToItsHandlerAndTheLongestPrefixWins() throws Exception {
        try (RawClient client = server.connect()) {
            assertThat(get(client, "/")).isEqualTo("200 root /");
            assertThat(get(client, "/a/b?c=d")).isEqualTo("200 root /a/b");
            assertThat(get(client, "/files")).isEqualTo("200 root /files");
            assertThat(get(client, "/files/a%20b")).isEqualTo("200 files /files/a b");
        }
    }

    @Test
    void aBodyReachesItsHandlerInOnePieceOrMany() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("POST /echo-body?a=1&b=x%2Fy" + HOST + "Content-Length: 5\r\nX-Some: thing\r\n\r\nhello");
            assertThat(client.body(client.head())).isEqualTo("hello");
            assertThat(seen.get().method()).isEqualTo("POST");
            assertThat(seen.get().query("b")).contains("x/y");
            assertThat(seen.get().query("c")).isEmpty();
            assertThat(seen.get().header("x-SOME")).contains("thing");
            assertThat(seen.get().cookie("none")).isEmpty();
            client.send(
                    "POST /echo-body" + HOST + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n");
            assertThat(client.body(client.head())).isEqualTo("hello");
            String most = "x".repeat(Settings.MOST_BODY_BYTES);
            client.send("POST /echo-body" + HOST + "Content-Length: " + most.length() + "\r\n\r\n" + most);
            assertThat(client.body(client.head())).isEqualTo(most);
        }
    }

    @Test
    void aClientThatAsksWhetherToSendItsBodyIsTold() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("POST /echo-body" + HOST + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("hello");
            assertThat(client.body(client.head())).isEqualTo("hello");
        }
    }

    @Test
    void aBodyTooLargeIsRefusedBeforeItIsRead() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("POST /echo-body" + HOST + "Content-Length: 65537\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.status()).isEqualTo(413);
            assertThat(client.ends()).isTrue();
        }
        try (RawClient client = server.connect()) {
            client.send("POST /echo-body" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
            client.sendAnyway(
                    ("20000\r\n" + "x".repeat(0x20000) + "\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(client.status()).isEqualTo(413);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aBodyThatNobodyTakesIsRefused() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("POST /health" + HOST + "Content-Length: 5\r\n\r\nhello");
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aMalformedChunkIsRefused() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("POST /echo-body" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
            assertThat(client.status()).isEqualTo(400);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aHandlersFailureIsAnsweredWithoutItsText() throws Exception {
        try (RawClient client = server.connect()) {
            for (String path : new String[] {"/throws", "/fails", "/nothing", "/no-stage", "/split"}) {
                assertThat(get(client, path)).isEqualTo("500 internal error");
            }
        }
        assertThat(server.door.failures)
                .containsExactly(
                        "/throws secret",
                        "/fails secret",
                        "/nothing no response",
                        "/no-stage no stage",
                        "/split a header's name or value would break the response");
    }

    @Test
    void headHasTheLengthAndNoBody() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("HEAD /" + HOST + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ").contains("Content-Length: 6\r\n");
            assertThat(get(client, "/no-content")).isEqualTo("204 ");
            assertThat(get(client, "/")).isEqualTo("200 root /");
        }
    }

    @Test
    void anAnswerMayComeLater() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("GET /later" + HOST + "\r\n");
            server.servesTheNext();
            later.complete(WebResponse.text(200, "at last"));
            assertThat(client.body(client.head())).isEqualTo("at last");
            assertThat(get(client, "/health")).isEqualTo("200 ready");
        }
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerHurtsNobody() throws Exception {
        RawClient client = server.connect();
        client.send("GET /later" + HOST + "\r\n");
        server.servesTheNext();
        server.door.awaitDeparture();
        client.reset();
        server.door.awaitDeparture();
        later.complete(WebResponse.text(200, "too late"));
        server.servesTheNext();
    }

    @Test
    void askingBeforeTheAnswerEndsTheConnectionAfterIt() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(("GET /later" + HOST + "\r\n").repeat(3));
            server.servesTheNext();
            later.complete(WebResponse.text(200, "once"));
            String head = client.head();
            assertThat(head).contains("Connection: close\r\n");
            assertThat(client.body(head)).isEqualTo("once");
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void tenThousandRequestsAtOnceGetAHundredAnswersAtMost() throws Exception {
        try (RawClient client = server.connect()) {
            Thread sender = new Thread(() -> client.sendAnyway(
                    ("GET /health" + HOST + "\r\n").repeat(10_000).getBytes(StandardCharsets.US_ASCII)));
            sender.start();
            String head;
            int answers = 0;
            do {
                head = client.head();
                client.body(head);
                answers++;
            } while (!head.contains("Connection: close"));
            assertThat(answers).isEqualTo(Settings.MOST_ANSWERS);
            assertThat(client.ends()).isTrue();
            sender.join();
        }
        server.servesTheNext();
    }

    @Test
    void theConnectionEndsWhereTheClientWishesIt() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("GET /health" + HOST + "Connection: close\r\n\r\n");
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.ends()).isTrue();
        }
        try (RawClient client = server.connect()) {
            client.send("GET /health HTTP/1.0\r\n\r\n");
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aLargeAnswerReachesASlowReader() throws Exception {
        try (RawClient client = server.connect()) {
            assertThat(get(client, "/large")).hasSize(4 + (8 << 20));
            assertThat(get(client, "/health")).isEqualTo("200 ready");
        }
    }
}
