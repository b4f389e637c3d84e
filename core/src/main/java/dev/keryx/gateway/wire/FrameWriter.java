package dev.keryx.gateway.wire;

import dev.keryx.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON text, a piece at a time. */
final class FrameWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] bytes = new byte[128];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Forgets what was written after this size. */
    void cutTo(int earlier) {
        size = earlier;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    /** Text of ASCII characters that needs no escapes, as it is. */
    FrameWriter ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    FrameWriter number(long value) {
        return ascii(Long.toString(value));
    }

    FrameWriter bytes(byte[] more) {
        return bytes(more, 0, more.length);
    }

    FrameWriter bytes(byte[] more, int from, int count) {
        room(count);
        System.arraycopy(more, from, bytes, size, count);
        size += count;
        return this;
    }

    FrameWriter payload(Payload payload) {
        room(payload.size());
        payload.writeTo(ByteBuffer.wrap(bytes, size, payload.size()));
        size += payload.size();
        return this;
    }

    /** Any text, quoted and escaped; a lone surrogate becomes a question mark. */
    FrameWriter string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(utf8.length + 2);
        bytes[size++] = '"';
        int plain = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                bytes(utf8, plain, i - plain);
                escape(b);
                plain = i + 1;
            }
        }
        bytes(utf8, plain, utf8.length - plain);
        room(1);
        bytes[size++] = '"';
        return this;
    }

    private void escape(byte b) {
        room(6);
        bytes[size++] = '\\';
        if (b >= ' ') {
            bytes[size++] = b;
        } else {
            ascii("u00");
            bytes[size++] = (byte) HEX[b >> 4];
            bytes[size++] = (byte) HEX[b & 15];
        }
    }
}
