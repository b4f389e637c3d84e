package dev.keryx.cluster;

import dev.keryx.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts numbers, texts and bytes one after the other; big-endian. For one frame, one thread. */
final class FrameWriter {
    private static final int LONGEST_TEXT = 0xffff;

    private byte[] bytes;
    private int size;

    FrameWriter(int expected) {
        bytes = new byte[expected];
    }

    private int room(int count) {
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * bytes.length));
        }
        int at = size;
        size += count;
        return at;
    }

    void u8(int value) {
        int at = room(1);
        bytes[at] = (byte) value;
    }

    void u16(int value) {
        u8(value >>> 8);
        u8(value);
    }

    void u32(int value) {
        u16(value >>> 16);
        u16(value);
    }

    void u64(long value) {
        u32((int) (value >>> 32));
        u32((int) value);
    }

    void raw(byte[] more) {
        int at = room(more.length);
        System.arraycopy(more, 0, bytes, at, more.length);
    }

    /** Two bytes of length, then UTF-8. @throws IllegalArgumentException for a text of more than 65,535 bytes */
    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > LONGEST_TEXT) {
            throw new IllegalArgumentException("a name between nodes has at most 65,535 bytes of UTF-8");
        }
        u16(utf8.length);
        raw(utf8);
    }

    /** Four bytes of length, then the bytes. */
    void payload(Payload payload) {
        u32(payload.size());
        int at = room(payload.size());
        payload.writeTo(ByteBuffer.wrap(bytes, at, payload.size()));
    }

    /** What was put; nothing may be put afterwards. */
    Payload finish() {
        return Payload.giving(bytes).slice(0, size);
    }
}
