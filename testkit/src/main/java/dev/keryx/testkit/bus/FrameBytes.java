package dev.keryx.testkit.bus;

import dev.keryx.bus.Message;
import dev.keryx.bus.MessageId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames written by hand after {@code docs/wire.md}, as a program in another language would, or a broken one. */
final class FrameBytes {
    private static final int MAGIC = 0xF54B58;
    private static final int FIXED_BYTES = 36;

    private FrameBytes() {}

    /** A whole frame of version 1, without headers. */
    static byte[] whole(String payload) {
        return body(FIXED_BYTES + utf8(payload).length, 0, payload);
    }

    /** A frame that says that it is longer than it is. */
    static byte[] truncated(String payload) {
        return body(FIXED_BYTES + utf8(payload).length + 1, 0, payload);
    }

    /** A frame that says that it ends before its own length does. */
    static byte[] shorterThanItsHead(String payload) {
        return body(3, 0, payload);
    }

    /** A frame whose headers would reach far beyond its end. */
    static byte[] withImpossibleHeaders(String payload) {
        return body(FIXED_BYTES + utf8(payload).length, Integer.MAX_VALUE, payload);
    }

    /** A frame with one header more than is allowed, each of nothing at all. */
    static byte[] withTooManyHeaders() {
        int headers = (Message.MAX_HEADERS + 1) * 2 * Integer.BYTES;
        ByteBuffer frame = ByteBuffer.allocate(FIXED_BYTES + headers);
        frame.putInt(MAGIC << 8 | 1).putInt(frame.capacity());
        frame.put(new byte[MessageId.BYTES]).putLong(0).putInt(headers);
        return frame.array();
    }

    /** A frame as some later version might write it: only the first eight bytes mean anything today. */
    static byte[] newer(String payload) {
        int length = 8 + utf8(payload).length;
        return ByteBuffer.allocate(length)
                .putInt(MAGIC << 8 | 77)
                .putInt(length)
                .put(utf8(payload))
                .array();
    }

    /** Frames that follow each other directly, as a busy link writes them. */
    static byte[] joined(byte[]... frames) {
        ByteBuffer all = ByteBuffer.allocate(1 << 12);
        for (byte[] frame : frames) {
            all.put(frame);
        }
        byte[] bytes = new byte[all.position()];
        all.flip().get(bytes);
        return bytes;
    }

    private static byte[] body(int statedLength, int statedHeaders, String payload) {
        byte[] text = utf8(payload);
        ByteBuffer frame = ByteBuffer.allocate(FIXED_BYTES + text.length);
        frame.putInt(MAGIC << 8 | 1).putInt(statedLength);
        frame.put(new byte[MessageId.BYTES]).putLong(0).putInt(statedHeaders).put(text);
        return frame.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
