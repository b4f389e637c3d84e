package dev.keryx.gateway.link;

import java.util.List;

/**
 * A signal as it goes over the wire: one or several whole frames that must stay together. Immutable by agreement.
 *
 * @param frames in order, headers inside
 */
public record Encoded(List<byte[]> frames) {
    /**
     * One frame.
     *
     * @param frame given away
     * @return it alone
     */
    public static Encoded of(byte[] frame) {
        return new Encoded(List.of(frame));
    }

    /** {@return the size of all frames together, in bytes} */
    public int sizeBytes() {
        int size = 0;
        for (byte[] frame : frames) {
            size += frame.length;
        }
        return size;
    }
}
