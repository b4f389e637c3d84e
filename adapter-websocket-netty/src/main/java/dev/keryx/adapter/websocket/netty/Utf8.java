package dev.keryx.adapter.websocket.netty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks a text as it arrives, piece by piece, and fails at the first byte that cannot belong to UTF-8 (RFC 3629): no
 * overlong forms, no surrogates, nothing above U+10FFFF.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ANY_HIGH_BIT = 0x8080808080808080L;

    // How many bytes of the character begun are still due, and what the next of them may be.
    private int due;
    private int low;
    private int high;

    /** Takes the next piece; false at the first impossible byte, and then the text is lost. */
    boolean accepts(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (due == 0) {
                at = skipAscii(bytes, at, to);
                if (at == to) {
                    break;
                }
            }
            if (!step(bytes[at++] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text may end here. */
    boolean complete() {
        return due == 0;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (at + 8 <= to && ((long) LONGS.get(bytes, at) & ANY_HIGH_BIT) == 0) {
            at += 8;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean step(int next) {
        if (due == 0) {
            return begin(next);
        }
        if (next < low || next > high) {
            return false;
        }
        due--;
        low = 0x80;
        high = 0xBF;
        return true;
    }

    /** The first byte of a character decides how many follow, and narrows the second where some forms are forbidden. */
    private boolean begin(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return false;
        }
        due = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        return true;
    }
}
