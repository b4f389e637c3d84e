package dev.keryx.bus.transport;

import java.nio.ByteBuffer;

/** What a link carries: opaque bytes. Immutable, may be written twice. */
public interface Frame {
    /** In bytes. */
    int size();

    /** Puts exactly {@link #size()} bytes. */
    void writeTo(ByteBuffer target);

    /** Whether the receiver can tell where it ends when others follow it directly. */
    boolean joinable();
}
