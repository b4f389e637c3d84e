package dev.keryx.bus.transport;

import java.nio.ByteBuffer;

/** What a link carries: opaque bytes. Immutable, may be written twice. */
public interface Frame {
    /** {@return the size in bytes} */
    int size();

    /**
     * Puts exactly {@link #size()} bytes.
     *
     * @param target has room for them
     */
    void writeTo(ByteBuffer target);

    /** {@return whether the receiver can tell where it ends when others follow it directly} */
    boolean joinable();
}
