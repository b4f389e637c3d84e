package dev.keryx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Bytes that nobody can change. Safe to share between threads; slices share memory with their origin. */
public final class Payload {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final Payload EMPTY = new Payload(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int offset;
    private final int size;

    private Payload(byte[] bytes, int offset, int size) {
        this.bytes = bytes;
        this.offset = offset;
        this.size = size;
    }

    /** {@return no bytes; always the same object} */
    public static Payload empty() {
        return EMPTY;
    }

    /**
     * Copies, so that later changes of the array change nothing here.
     *
     * @param bytes stay the caller's
     * @return a copy of them
     */
    public static Payload of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Payload(bytes.clone(), 0, bytes.length);
    }

    /**
     * Encodes text.
     *
     * @param text a lone surrogate becomes a question mark
     * @return its UTF-8
     */
    public static Payload utf8(String text) {
        return giving(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes the array without a copy. The caller gives it away: to touch it afterwards breaks the promise of this class.
     * For adapters that have just made the array themselves.
     *
     * @param bytes all of them, given away
     * @return a payload that stands on this array
     */
    public static Payload giving(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Payload(bytes, 0, bytes.length);
    }

    /**
     * A part of these bytes, sharing their memory.
     *
     * @param from index of the first byte
     * @param count in bytes
     * @return these bytes only, though it keeps the whole array reachable
     * @throws IndexOutOfBoundsException where there are not as many
     */
    public Payload slice(int from, int count) {
        Objects.checkFromIndexSize(from, count, size);
        if (count == 0) {
            return EMPTY;
        }
        return count == size ? this : new Payload(bytes, offset + from, count);
    }

    /**
     * What keeping it costs: a part of other bytes keeps all of them.
     *
     * @return in bytes, its own size at least
     */
    public int heldBytes() {
        return bytes.length;
    }

    /**
     * Whether both are parts of the same bytes, so that keeping one keeps the other's memory too.
     *
     * @param other any payload
     * @return false for what is empty
     */
    public boolean sharesMemoryWith(Payload other) {
        return bytes == other.bytes && size > 0;
    }

    /** {@return the size in bytes} */
    public int size() {
        return size;
    }

    /** {@return whether there is not a single byte} */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * {@return one byte}
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException where there is none
     */
    public byte at(int index) {
        return bytes[offset + Objects.checkIndex(index, size)];
    }

    /**
     * {@return four bytes from the index on, highest first}
     *
     * @param index of the first of them
     * @throws IndexOutOfBoundsException where there are not as many
     */
    public int intAt(int index) {
        return (int) INT.get(bytes, offset + Objects.checkFromIndexSize(index, Integer.BYTES, size));
    }

    /**
     * {@return eight bytes from the index on, highest first}
     *
     * @param index of the first of them
     * @throws IndexOutOfBoundsException where there are not as many
     */
    public long longAt(int index) {
        return (long) LONG.get(bytes, offset + Objects.checkFromIndexSize(index, Long.BYTES, size));
    }

    /** {@return a copy} */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, offset, offset + size);
    }

    /** {@return a read-only view, positioned at the first byte; no copy} */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(bytes, offset, size).slice().asReadOnlyBuffer();
    }

    /**
     * Appends all bytes to the target.
     *
     * @param target advanced by {@link #size()}
     * @throws java.nio.BufferOverflowException where it has not as much room; it is unchanged then
     */
    public void writeTo(ByteBuffer target) {
        target.put(bytes, offset, size);
    }

    /** {@return the bytes read as UTF-8; malformed ones become U+FFFD} */
    public String utf8() {
        return new String(bytes, offset, size, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && Arrays.equals(bytes, offset, offset + size, that.bytes, that.offset, that.offset + that.size);
    }

    @Override
    public int hashCode() {
        return toByteBuffer().hashCode();
    }

    /** The size only: payloads never reach a log. */
    @Override
    public String toString() {
        return "Payload[" + size + " bytes]";
    }
}
