package dev.keryx.adapter.websocket.netty;

import static dev.keryx.adapter.websocket.netty.Frames.BINARY;
import static dev.keryx.adapter.websocket.netty.Frames.CLOSE;
import static dev.keryx.adapter.websocket.netty.Frames.CONTINUATION;
import static dev.keryx.adapter.websocket.netty.Frames.FIN;
import static dev.keryx.adapter.websocket.netty.Frames.PING;
import static dev.keryx.adapter.websocket.netty.Frames.PONG;
import static dev.keryx.adapter.websocket.netty.Frames.TEXT;
import static dev.keryx.adapter.websocket.netty.Frames.bytes;
import static dev.keryx.adapter.websocket.netty.Frames.frame;
import static dev.keryx.adapter.websocket.netty.Frames.goodbye;
import static dev.keryx.adapter.websocket.netty.Frames.join;
import static dev.keryx.adapter.websocket.netty.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keryx.gateway.GatewayLimits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesIT {
    private static final int MAX = 20 << 20;

    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = TestServer.open(
                GatewayLimits.DEFAULT.messageBytes(MAX).fragments(GatewayLimits.OFF, Duration.ofMinutes(1)));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("reserved bit", frame(FIN | 0x40 | TEXT), 1002),
                arguments("reserved opcode", frame(FIN | 11), 1002),
                arguments("unmasked", Frames.unmasked(FIN | TEXT, (byte) 'a'), 1002),
                arguments("overlong", frame(FIN | BINARY, 127, Frames.big(Long.MAX_VALUE, 8), new byte[0]), 1009),
                arguments("not UTF-8", frame(FIN | TEXT, bytes(0xFF)), 1007),
                arguments("bad byte in an unfinished fragment", frame(TEXT, bytes('a', 0xC0)), 1007),
                arguments("close of one byte", frame(FIN | CLOSE, bytes(3)), 1002),
                arguments("close with 999", goodbye(999, ""), 1002),
                arguments("close with 1005", goodbye(1005, ""), 1002),
                arguments("close with 5000", goodbye(5000, ""), 1002));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformed(String name, byte[] wire, int code) throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            client.send(join(text("before"), wire));
            client.sendAnyway(join(text("behind"), new byte[100_000]));
            assertThat(link.next()).isEqualTo("text before");
            assertThat(link.next()).startsWith("closed " + code);
            RawClient.Frame last = client.frame();
            assertThat(last.first()).isEqualTo(FIN | CLOSE);
            assertThat(last.closeCode()).isEqualTo(code);
            assertThat(client.ends()).isTrue();
            assertThat(link.heard).isEmpty();
        }
        server.servesTheNext();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20, MAX})
    void anyLengthIsEchoed(int length) throws Exception {
        byte[] message = new byte[length];
        new Random(length).nextBytes(message);
        try (RawClient client = server.enterEcho()) {
            client.send(frame(FIN | BINARY, message));
            assertThat(client.frame().payload()).isEqualTo(message);
            Arrays.fill(message, (byte) 'x');
            client.send(frame(FIN | TEXT, message));
            RawClient.Frame echo = client.frame();
            assertThat(echo.first()).isEqualTo(FIN | TEXT);
            assertThat(echo.payload()).isEqualTo(message);
        }
    }

    @Test
    void aLargeMessageMayComeInManyFragments() throws Exception {
        byte[] message = new byte[4 << 20];
        new Random(1).nextBytes(message);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int at = 0; at < message.length; at += 1 << 10) {
            int first = at == 0 ? BINARY : at + (1 << 10) == message.length ? FIN : CONTINUATION;
            wire.writeBytes(frame(first, Arrays.copyOfRange(message, at, at + (1 << 10))));
        }
        try (RawClient client = server.enterEcho()) {
            client.send(wire.toByteArray());
            assertThat(client.frame().payload()).isEqualTo(message);
        }
    }

    @Test
    void textsByteByByteAreEchoed() throws Exception {
        byte[] wire = join(
                frame(TEXT, "κόσμ".getBytes(StandardCharsets.UTF_8)),
                frame(FIN | PING, bytes('p')),
                frame(FIN, "ε".getBytes(StandardCharsets.UTF_8)));
        try (RawClient client = server.enterEcho()) {
            for (byte one : wire) {
                client.send(one);
            }
            RawClient.Frame pong = client.frame();
            assertThat(pong.first()).isEqualTo(FIN | PONG);
            assertThat(pong.text()).isEqualTo("p");
            assertThat(client.frame().text()).isEqualTo("κόσμε");
        }
    }

    @Test
    void pingsOfOneBurstAreAllAnsweredInOrder() throws Exception {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < 10; i++) {
            wire.writeBytes(frame(FIN | PING, bytes('0' + i)));
        }
        try (RawClient client = server.enter()) {
            client.send(wire.toByteArray());
            for (int i = 0; i < 10; i++) {
                assertThat(client.frame().text()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void aFloodOfPingsGetsAnAnswerToTheLast() throws Exception {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            wire.writeBytes(frame(FIN | PING, Integer.toString(i).getBytes(StandardCharsets.US_ASCII)));
        }
        try (RawClient client = server.enter()) {
            Thread reader = new Thread(() -> client.sendAnyway(wire.toByteArray()));
            reader.start();
            String answered;
            do {
                answered = client.frame().text();
            } while (!answered.equals("99999"));
            reader.join();
        }
    }

    @Test
    void aMessageMayNotTakeForever() throws Exception {
        server.close();
        server = TestServer.open(GatewayLimits.DEFAULT.fragments(64, Duration.ofMillis(100)));
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            client.send(join(frame(TEXT, bytes('a')), frame(FIN, bytes('b')), frame(TEXT, bytes('c'))));
            assertThat(link.next()).isEqualTo("text ab");
            assertThat(link.next()).startsWith("closed 1008");
            assertThat(client.frame().closeCode()).isEqualTo(1008);
            assertThat(client.ends()).isTrue();
        }
    }
}
