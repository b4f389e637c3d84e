package dev.keryx.adapter.websocket.netty;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A message while it arrives: unmasked and put together. Grows with what has come and not with what was announced, so that a
 * header alone costs nothing; a message that comes in one piece is copied once.
 */
final class Assembly {
    static final byte[] NOTHING = new byte[0];
    private static final int SMALLEST = 512;

    private byte[] bytes = NOTHING;
    private int size;

    /** In bytes, so far. */
    int size() {
        return size;
    }

    /** What has come; valid up to {@link #size}, until the next append. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Takes bytes of a frame.
     *
     * @param due how many the frame still has, these included
     * @return the mask, rotated to where the frame goes on
     */
    int append(ByteBuf in, int count, int due, int mask) {
        int end = size + count;
        if (end > bytes.length) {
            int roomy = Math.max(SMALLEST, bytes.length * 2);
            bytes = Arrays.copyOf(bytes, Math.min(size + due, Math.max(end, roomy)));
        }
        in.readBytes(bytes, size, count);
        int rotated = Masking.unmask(bytes, size, end, mask);
        size = end;
        return rotated;
    }

    /** Gives the message away and begins anew. */
    byte[] take() {
        byte[] whole = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        bytes = NOTHING;
        size = 0;
        return whole;
    }
}
