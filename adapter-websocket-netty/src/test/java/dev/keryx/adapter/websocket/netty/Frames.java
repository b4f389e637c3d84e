package dev.keryx.adapter.websocket.netty;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames as a client writes them, right or wrong. */
final class Frames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FIN = 0x80;

    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private Frames() {}

    static byte[] text(String text) {
        return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A masked frame with this first byte and the shortest length. */
    static byte[] frame(int first, byte... payload) {
        int length = payload.length;
        return length < 126
                ? frame(first, length, new byte[0], payload)
                : length < 1 << 16
                        ? frame(first, 126, big(length, 2), payload)
                        : frame(first, 127, big(length, 8), payload);
    }

    /** A masked frame with this first byte, these seven bits and this longer length. */
    static byte[] frame(int first, int sevenBits, byte[] longer, byte[] payload) {
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i % 4];
        }
        return join(bytes(first, 0x80 | sevenBits), longer, MASK, masked);
    }

    static byte[] unmasked(int first, byte... payload) {
        return join(bytes(first, payload.length), payload);
    }

    static byte[] goodbye(int code, String text) {
        return frame(FIN | CLOSE, join(big(code, 2), text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] big(long value, int bytes) {
        byte[] result = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            result[bytes - 1 - i] = (byte) (value >>> 8 * i);
        }
        return result;
    }

    static byte[] bytes(int... values) {
        byte[] result = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (byte) values[i];
        }
        return result;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
