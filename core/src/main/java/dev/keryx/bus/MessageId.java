package dev.keryx.bus;

import dev.keryx.NodeId;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Sixteen bytes given to a message when it is published: the publishing bus's tag, then a counter begun at random.
 *
 * @param high the first eight bytes, highest first; the uppermost 40 bits are the sender's tag
 * @param low the last eight bytes
 */
public record MessageId(long high, long low) {
    /** Length in bytes. */
    public static final int BYTES = 16;

    private static final int BITS_AFTER_TAG = Long.SIZE - 8 * NodeId.BYTES;

    /**
     * The inverse of {@link #writeTo}.
     *
     * @param source holds {@link #BYTES} bytes from the offset on
     * @param offset of the first
     * @return what they say
     */
    public static MessageId readFrom(byte[] source, int offset) {
        ByteBuffer bytes = ByteBuffer.wrap(source, offset, BYTES);
        return new MessageId(bytes.getLong(), bytes.getLong());
    }

    /** {@return the bus that published the message} */
    public NodeId sender() {
        return new NodeId(high >>> BITS_AFTER_TAG);
    }

    /**
     * Puts sixteen bytes at the offset.
     *
     * @param target has room for {@link #BYTES} bytes from the offset on
     * @param offset of the first
     */
    public void writeTo(byte[] target, int offset) {
        ByteBuffer.wrap(target, offset, BYTES).putLong(high).putLong(low);
    }

    /** {@return thirty-two hexadecimal digits} */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
