package dev.keryx.gateway.link;

/**
 * Bytes in the transport's own memory, written once and then sent to any number of links. Confined to its lane. Counted: born
 * with one reference of whoever asked for it; each {@link Link#send} borrows it and retains what it keeps.
 */
public interface Chunk {
    /**
     * Appends one whole frame. Only before the first send.
     *
     * @param frame copied
     * @param offset of its first byte
     * @param length in bytes; the chunk grows where it must
     */
    void put(byte[] frame, int offset, int length);

    /** {@return what was put so far, in bytes} */
    int length();

    /** Takes one more reference. On the lane only, like everything here. */
    void retain();

    /** Gives a reference back; the memory is free after the last. */
    void release();
}
