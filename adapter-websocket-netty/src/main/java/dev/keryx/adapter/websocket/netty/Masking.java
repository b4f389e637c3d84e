package dev.keryx.adapter.websocket.netty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes the mask off a client's payload (RFC 6455, section 5.3), eight bytes at a time. */
final class Masking {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masking() {}

    /**
     * Unmasks in place.
     *
     * @param mask as the header has it, its first byte uppermost, rotated to where the payload stands
     * @return the mask, rotated to where the payload goes on
     */
    static int unmask(byte[] bytes, int from, int to, int mask) {
        int at = from;
        if (to - from >= 8) {
            long twice = ((mask & 0xFFFFFFFFL) << 32) | (mask & 0xFFFFFFFFL);
            for (; at + 8 <= to; at += 8) {
                LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
            }
        }
        int rest = mask;
        for (; at < to; at++) {
            bytes[at] ^= (byte) (rest >>> 24);
            rest = Integer.rotateLeft(rest, 8);
        }
        return rest;
    }
}
