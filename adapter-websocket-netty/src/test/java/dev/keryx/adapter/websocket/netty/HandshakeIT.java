package dev.keryx.adapter.websocket.netty;

import static dev.keryx.adapter.websocket.netty.RawClient.KEY;
import static dev.keryx.adapter.websocket.netty.RawClient.upgrade;
import static dev.keryx.adapter.websocket.netty.TestServer.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keryx.gateway.link.Admission;
import java.net.SocketException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeIT {
    private static final String GOOD = upgrade(PATH);

    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = TestServer.open();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("POST", GOOD.replace("GET", "POST"), 405),
                arguments("HTTP/1.0", GOOD.replace("HTTP/1.1", "HTTP/1.0"), 505),
                arguments("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
                arguments(
                        "TLS on plain",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                        400),
                arguments("unknown path", upgrade("/nowhere"), 404),
                arguments("dot segments", upgrade("/x/../ws"), 400),
                arguments("encoded dot segments", upgrade("/x/%2e%2e/ws"), 400),
                arguments("bad escape", upgrade("/ws%zz"), 400),
                arguments("bad escape in the query", upgrade("/ws?x=%zz"), 400),
                arguments("no key", GOOD.replaceAll("Sec-WebSocket-Key: .*\r\n", ""), 400),
                arguments("two keys", upgrade(PATH, "Sec-WebSocket-Key: " + KEY), 400),
                arguments("short key", GOOD.replace(KEY, "c2hvcnQ="), 400),
                arguments("key without base64", GOOD.replace(KEY, "!!!!!!!!!!!!!!!!!!!!!!=="), 400),
                arguments("version 7", GOOD.replace("Version: 13", "Version: 7"), 426),
                arguments("version 8", GOOD.replace("Version: 13", "Version: 8"), 426),
                arguments("version 12", GOOD.replace("Version: 13", "Version: 12"), 426),
                arguments("versions 13, 8", GOOD.replace("Version: 13", "Version: 13, 8"), 426),
                arguments("no version", GOOD.replaceAll("Sec-WebSocket-Version: .*\r\n", ""), 426),
                arguments("no Host", GOOD.replace("Host: localhost\r\n", ""), 400),
                arguments("two Hosts", upgrade(PATH, "Host: elsewhere"), 400),
                arguments("two Origins", upgrade(PATH, "Origin: http://a", "Origin: http://b"), 400),
                arguments("Connection without upgrade", GOOD.replace("Connection: Upgrade", "Connection: close"), 400),
                arguments("a subprotocol twice", upgrade(PATH, "Sec-WebSocket-Protocol: a, b, a"), 400),
                arguments("200 subprotocols", upgrade(PATH, "Sec-WebSocket-Protocol: " + many(200, "p%d", ", ")), 400),
                arguments("10 kB header", upgrade(PATH, "X: " + "x".repeat(10_000)), 431),
                arguments("5 kB request line", upgrade(PATH + "?" + "x".repeat(5_000)), 414),
                arguments("200 headers", upgrade(PATH, many(200, "X-%d: 1", "\r\n")), 431),
                arguments("NUL in a header", upgrade(PATH, "X: a\u0000b"), 400),
                arguments("a header without colon", upgrade(PATH, "nonsense"), 400),
                arguments("bare line feeds", GOOD.replace("\r\n", "\n"), 400),
                arguments("CL and TE", upgrade(PATH, "Content-Length: 1", "Transfer-Encoding: chunked"), 400),
                arguments("a body", upgrade(PATH, "Content-Length: 100000") + "x".repeat(100_000), 400),
                arguments("a chunked body", upgrade(PATH, "Transfer-Encoding: chunked") + "1\r\nx\r\n0\r\n\r\n", 400),
                arguments("two lengths", upgrade(PATH, "Content-Length: 1", "Content-Length: 2"), 400),
                arguments("no upgrade at all", "GET " + PATH + " HTTP/1.1\r\nHost: h\r\n\r\n", 426));
    }

    private static String many(int count, String format, String separator) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining(separator));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, String request, int status) throws Exception {
        try (RawClient client = server.connect()) {
            client.sendAnyway(request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            assertThat(client.status()).isEqualTo(status);
            assertThat(client.ends()).isTrue();
        }
        assertThat(server.door.entered).isEmpty();
        server.servesTheNext();
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("as usual", GOOD),
                arguments("with a query", upgrade(PATH + "?x=1")),
                arguments("with an escape in the query", upgrade(PATH + "?x=%2f")),
                arguments("an absolute target", upgrade("http://localhost" + PATH)),
                arguments(
                        "words in any case",
                        GOOD.replace("websocket", "WebSocket").replace("Connection: Upgrade", "connection: UPGRADE")),
                arguments("among other words", GOOD.replace("Connection: Upgrade", "Connection: keep-alive, Upgrade")),
                arguments(
                        "an extension, which is not taken",
                        upgrade(PATH, "Sec-WebSocket-Extensions: permessage-deflate")),
                arguments("an empty body", upgrade(PATH, "Content-Length: 0")),
                arguments("behind another request", "GET /health HTTP/1.1\r\nHost: h\r\n\r\n" + GOOD));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void accepted(String name, String request) throws Exception {
        try (RawClient client = server.connect()) {
            client.send(request);
            String head = client.head();
            if (head.startsWith("HTTP/1.1 200 ")) {
                client.body(head);
                head = client.head();
            }
            assertThat(head)
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                    .contains("Upgrade: websocket\r\n")
                    .contains("Connection: Upgrade\r\n")
                    .doesNotContain("Extensions", "Sec-WebSocket-Protocol", "Content-Length");
            server.door.next();
        }
    }

    @Test
    void aRefusedVersionIsToldTheRightOne() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(GOOD.replace("Version: 13", "Version: 8"));
            assertThat(client.head()).startsWith("HTTP/1.1 426 ").contains("Sec-WebSocket-Version: 13\r\n");
        }
    }

    @Test
    void theDoorDecidesAndSeesWhatTheClientAsked() throws Exception {
        server.door.admission = request -> new Admission.Denied(403, "foreign origin");
        try (RawClient client = server.connect()) {
            client.send(upgrade(
                    PATH + "?room=a%20b",
                    "Origin: http://evil",
                    "Cookie: a=1; b=\"2\"",
                    "Sec-WebSocket-Protocol: x, y"));
            String head = client.head();
            assertThat(head).startsWith("HTTP/1.1 403 ").contains("Connection: close\r\n");
            assertThat(client.body(head)).isEqualTo("foreign origin");
            assertThat(client.ends()).isTrue();
        }
        var asked = server.door.asked.take();
        assertThat(asked.subprotocols()).containsExactly("x", "y");
        assertThat(asked.secure()).isFalse();
        assertThat(asked.http().header("origin")).contains("http://evil");
        assertThat(asked.http().query("room")).contains("a b");
        assertThat(asked.http().cookie("b")).contains("2");
        assertThat(asked.http().path()).isEqualTo(PATH);
        assertThat(server.door.entered).isEmpty();
    }

    @Test
    void aNamedSubprotocolIsNamedInTheAnswer() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(upgrade(PATH, "Sec-WebSocket-Protocol: other", "Sec-WebSocket-Protocol: " + TestDoor.PROTOCOL));
            assertThat(client.head()).contains("Sec-WebSocket-Protocol: " + TestDoor.PROTOCOL + "\r\n");
        }
    }

    @Test
    void framesGluedToTheRequestAreProcessed() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(Frames.join(
                    GOOD.getBytes(java.nio.charset.StandardCharsets.US_ASCII), Frames.text("one"), Frames.text("two")));
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            TestLink link = server.door.next();
            assertThat(link.next()).isEqualTo("text one");
            assertThat(link.next()).isEqualTo("text two");
        }
    }

    @Test
    void aRequestMayComeByteByByte() throws Exception {
        try (RawClient client = server.connect()) {
            for (byte one : (GOOD).getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
                client.send(one);
            }
            client.send(Frames.text("one"));
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            assertThat(server.door.next().next()).isEqualTo("text one");
        }
    }

    @Test
    void aWireIsClosedAtOnceWhereTheDoorIsFull() throws Exception {
        server.door.room = 0;
        try (RawClient client = server.connect()) {
            assertThat(client.ends()).isTrue();
        } catch (SocketException resetWhileConnecting) {
            assertThat(resetWhileConnecting).hasMessageContaining("reset");
        }
        server.door.room = 1;
        server.servesTheNext();
    }
}
