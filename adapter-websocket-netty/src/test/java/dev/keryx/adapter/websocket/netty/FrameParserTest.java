package dev.keryx.adapter.websocket.netty;

import static dev.keryx.adapter.websocket.netty.Frames.BINARY;
import static dev.keryx.adapter.websocket.netty.Frames.CLOSE;
import static dev.keryx.adapter.websocket.netty.Frames.CONTINUATION;
import static dev.keryx.adapter.websocket.netty.Frames.FIN;
import static dev.keryx.adapter.websocket.netty.Frames.PING;
import static dev.keryx.adapter.websocket.netty.Frames.PONG;
import static dev.keryx.adapter.websocket.netty.Frames.TEXT;
import static dev.keryx.adapter.websocket.netty.Frames.big;
import static dev.keryx.adapter.websocket.netty.Frames.bytes;
import static dev.keryx.adapter.websocket.netty.Frames.frame;
import static dev.keryx.adapter.websocket.netty.Frames.goodbye;
import static dev.keryx.adapter.websocket.netty.Frames.join;
import static dev.keryx.adapter.websocket.netty.Frames.text;
import static dev.keryx.adapter.websocket.netty.Frames.unmasked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameParserTest {
    private static final int MAX_BYTES = 70_000;
    private static final GatewayLimits LIMITS =
            GatewayLimits.DEFAULT.messageBytes(MAX_BYTES).fragments(4, Duration.ofHours(1));

    static Stream<Arguments> legal() {
        return Stream.of(
                arguments("empty text", text(""), List.of("text ")),
                arguments("text", text("hello"), List.of("text hello")),
                arguments("two texts", join(text("a"), text("b")), List.of("text a", "text b")),
                arguments("125 bytes", frame(FIN | BINARY, new byte[125]), List.of("binary 125")),
                arguments("126 bytes", frame(FIN | BINARY, new byte[126]), List.of("binary 126")),
                arguments("65,535 bytes", frame(FIN | BINARY, new byte[65_535]), List.of("binary 65535")),
                arguments("65,536 bytes", frame(FIN | BINARY, new byte[65_536]), List.of("binary 65536")),
                arguments(
                        "as long as allowed", frame(FIN | BINARY, new byte[MAX_BYTES]), List.of("binary " + MAX_BYTES)),
                arguments("empty ping", frame(FIN | PING), List.of("ping ")),
                arguments(
                        "ping of 125 bytes",
                        frame(FIN | PING, ascii("x".repeat(125))),
                        List.of("ping " + "x".repeat(125))),
                arguments("unasked pong", join(frame(FIN | PONG, ascii("p")), text("a")), List.of("text a")),
                arguments(
                        "fragments",
                        join(frame(TEXT, ascii("a")), frame(CONTINUATION, ascii("b")), frame(FIN, ascii("c"))),
                        List.of("fragments", "whole", "text abc")),
                arguments(
                        "empty fragments",
                        join(frame(BINARY), frame(CONTINUATION), frame(FIN)),
                        List.of("fragments", "whole", "binary 0")),
                arguments(
                        "ping between fragments",
                        join(frame(TEXT, ascii("a")), frame(FIN | PING, ascii("p")), frame(FIN, ascii("b"))),
                        List.of("fragments", "ping p", "whole", "text ab")),
                arguments(
                        "a character over two fragments",
                        join(frame(TEXT, bytes(0xCE)), frame(FIN, bytes(0xBA))),
                        List.of("fragments", "whole", "text κ")),
                arguments("goodbye without a code", frame(FIN | CLOSE), List.of("goodbye 1005 ")),
                arguments("goodbye", goodbye(1000, ""), List.of("goodbye 1000 ")),
                arguments("goodbye with a text", goodbye(4999, "enough"), List.of("goodbye 4999 enough")),
                arguments("nothing after goodbye", join(goodbye(1001, ""), text("late")), List.of("goodbye 1001 ")),
                arguments(
                        "goodbye between fragments",
                        join(frame(TEXT, ascii("a")), goodbye(1000, "")),
                        List.of("fragments", "goodbye 1000 ")));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("unmasked", unmasked(FIN | TEXT, ascii("a")), 1002),
                arguments("first reserved bit", frame(FIN | 0x40 | TEXT), 1002),
                arguments("second reserved bit", frame(FIN | 0x20 | TEXT), 1002),
                arguments("third reserved bit", frame(FIN | 0x10 | PING), 1002),
                arguments("opcode 3", frame(FIN | 3), 1002),
                arguments("opcode 7", frame(FIN | 7), 1002),
                arguments("opcode 11", frame(FIN | 11), 1002),
                arguments("opcode 15", frame(FIN | 15), 1002),
                arguments(
                        "length with its highest bit",
                        frame(FIN | BINARY, 127, bytes(0x80, 0, 0, 0, 0, 0, 0, 1), new byte[0]),
                        1002),
                arguments("length of 2^63-1", frame(FIN | BINARY, 127, big(Long.MAX_VALUE, 8), new byte[0]), 1009),
                arguments("two bytes for 125", frame(FIN | BINARY, 126, big(125, 2), new byte[125]), 1002),
                arguments("eight bytes for 65,535", frame(FIN | BINARY, 127, big(65_535, 8), new byte[0]), 1002),
                arguments("eight bytes for 1", frame(FIN | BINARY, 127, big(1, 8), new byte[1]), 1002),
                arguments("a byte too long", frame(FIN | BINARY, new byte[MAX_BYTES + 1]), 1009),
                arguments(
                        "fragments a byte too long",
                        join(frame(BINARY, new byte[MAX_BYTES]), frame(FIN, new byte[1])),
                        1009),
                arguments("too many fragments", join(frame(TEXT), frame(0), frame(0), frame(0), frame(FIN)), 1009),
                arguments("text inside fragments", join(frame(TEXT, ascii("a")), text("b")), 1002),
                arguments("continuation first", frame(FIN, ascii("a")), 1002),
                arguments("continuation after the end", join(text("a"), frame(FIN, ascii("b"))), 1002),
                arguments("fragmented ping", frame(PING, ascii("a")), 1002),
                arguments("fragmented goodbye", frame(CLOSE), 1002),
                arguments("ping of 126 bytes", frame(FIN | PING, new byte[126]), 1002),
                arguments("goodbye of one byte", frame(FIN | CLOSE, bytes(3)), 1002),
                arguments("goodbye of 126 bytes", frame(FIN | CLOSE, new byte[126]), 1002),
                arguments("goodbye in bad UTF-8", frame(FIN | CLOSE, bytes(0x03, 0xE8, 0xC3)), 1007));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void legal(String name, byte[] wire, List<String> heard) {
        assertThat(heardOf(wire)).isEqualTo(heard);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("legal")
    void everySplitOfTheBytesIsTheSame(String name, byte[] wire, List<String> heard) {
        int most = Math.min(wire.length, 400);
        for (int split = 1; split < most; split++) {
            assertThat(heardOf(wire, split)).as("split at %s", split).isEqualTo(heard);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("legal")
    void byteByByteIsTheSame(String name, byte[] wire, List<String> heard) {
        HeardSink sink = new HeardSink();
        FrameParser parser = parser(sink);
        for (byte one : wire) {
            feed(parser, one);
        }
        assertThat(sink.heard).isEqualTo(heard);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformed(String name, byte[] wire, int code) {
        List<String> heard = heardOf(join(wire, text("late")));
        assertThat(heard.get(heard.size() - 1)).isEqualTo("malformed " + code);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void closeCodesThatMayTravel(int code) {
        assertThat(heardOf(goodbye(code, "x"))).containsExactly("goodbye " + code + " x");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void closeCodesThatMayNot(int code) {
        assertThat(heardOf(goodbye(code, "x"))).containsExactly("malformed 1002");
    }

    @Test
    void anUnmaskedFrameFailsAtItsSecondByte() {
        assertThat(heardOf(bytes(FIN | TEXT, 5))).containsExactly("malformed 1002");
    }

    @Test
    void anOverlongFrameFailsAtItsHeaderAndTakesNoMemory() {
        byte[] wire = frame(FIN | BINARY, 127, big(1L << 40, 8), new byte[0]);
        assertThat(heardOf(bytes(
                        wire[0], wire[1], wire[2], wire[3], wire[4], wire[5], wire[6], wire[7], wire[8], wire[9])))
                .containsExactly("malformed 1009");
    }

    @Test
    void aBadByteInAnUnfinishedFrameFailsAtOnce() {
        byte[] wire = frame(FIN | TEXT, bytes('a', 0xFF, 'b', 'c'));
        assertThat(heardOf(java.util.Arrays.copyOf(wire, wire.length - 2))).containsExactly("malformed 1007");
    }

    @Test
    void aBadByteInTheFirstFragmentFailsAtOnce() {
        assertThat(heardOf(frame(TEXT, bytes(0xC0)))).containsExactly("fragments", "malformed 1007");
    }

    @Test
    void aTextThatEndsInsideACharacterFails() {
        assertThat(heardOf(frame(FIN | TEXT, bytes(0xE2, 0x82)))).containsExactly("malformed 1007");
    }

    @Test
    void afterMuteOnlyTheGoodbyeIsHeard() {
        HeardSink sink = new HeardSink();
        FrameParser parser = parser(sink);
        feed(parser, frame(TEXT, ascii("a")));
        parser.mute();
        feed(
                parser,
                join(
                        frame(FIN, ascii("b")),
                        text("c"),
                        frame(FIN | PING),
                        frame(FIN | BINARY, new byte[200]),
                        goodbye(1000, "")));
        assertThat(sink.heard).containsExactly("fragments", "goodbye 1000 ");
    }

    @Test
    void aSinkMayStopTheParserInsideOfAMessage() {
        FrameParser[] parser = new FrameParser[1];
        HeardSink sink = new HeardSink();
        FrameSink stopping = new StoppingSink(sink, () -> parser[0].stop());
        parser[0] = new FrameParser(stopping, LIMITS);
        feed(parser[0], join(text("a"), text("b")));
        assertThat(sink.heard).containsExactly("text a");
    }

    /** Passes texts on and then acts. */
    private record StoppingSink(HeardSink heard, Runnable act) implements FrameSink {
        @Override
        public void text(byte[] message) {
            heard.text(message);
            act.run();
        }

        @Override
        public void binary(byte[] message) {}

        @Override
        public void ping(byte[] payload) {}

        @Override
        public void goodbye(CloseReason reason) {}

        @Override
        public void malformed(CloseReason reason) {}

        @Override
        public void fragmentsBegin() {}

        @Override
        public void fragmentsEnd() {}
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static FrameParser parser(FrameSink sink) {
        return new FrameParser(sink, LIMITS);
    }

    private static List<String> heardOf(byte[] wire) {
        return heardOf(wire, wire.length);
    }

    private static List<String> heardOf(byte[] wire, int split) {
        HeardSink sink = new HeardSink();
        FrameParser parser = parser(sink);
        feed(parser, java.util.Arrays.copyOf(wire, split));
        feed(parser, java.util.Arrays.copyOfRange(wire, split, wire.length));
        return sink.heard;
    }

    private static void feed(FrameParser parser, byte... wire) {
        ByteBuf in = Unpooled.wrappedBuffer(wire);
        parser.read(in);
        in.release();
    }
}
