package dev.keryx.bus;

import dev.keryx.NodeId;
import java.util.Arrays;
import java.util.HexFormat;

/** Sixteen bytes given to a message when it is published: the publishing bus's tag, then a counter begun at random. */
public final class MessageId {
    /** Length in bytes. */
    public static final int BYTES = 16;

    private final byte[] bytes;

    private MessageId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies sixteen bytes from the offset. */
    public static MessageId readFrom(byte[] source, int offset) {
        return new MessageId(Arrays.copyOfRange(source, offset, offset + BYTES));
    }

    /** The bus that published the message. */
    public NodeId sender() {
        return NodeId.readFrom(bytes, 0);
    }

    public void writeTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessageId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Thirty-two hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
