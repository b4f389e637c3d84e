package dev.keryx;

import java.security.SecureRandom;

/**
 * One running process: a random tag of 40 bits, shown as eight characters of {@code a-z2-7} (RFC 4648 base 32, lower
 * case). Random anew at every start, so two runs of one program are two nodes.
 *
 * @param tag in the lower 40 bits; the others are zero
 */
public record NodeId(long tag) implements Comparable<NodeId> {
    /** Length of the tag in bytes. */
    public static final int BYTES = 5;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final long MASK = (1L << 40) - 1;

    /**
     * Checks the tag.
     *
     * @param tag from 0 to 2^40 − 1
     * @throws IllegalArgumentException where it has more than 40 bits
     */
    public NodeId {
        if ((tag & ~MASK) != 0) {
            throw new IllegalArgumentException("a node tag has 40 bits, got " + Long.toHexString(tag));
        }
    }

    /** {@return a new one of 2^40, from a secure source} */
    public static NodeId random() {
        return new NodeId(new SecureRandom().nextLong() & MASK);
    }

    /**
     * The inverse of {@link #toString()}.
     *
     * @param text eight characters of {@code a-z2-7}
     * @return the node
     * @throws IllegalArgumentException where it is not such a text
     */
    public static NodeId parse(String text) {
        if (text.length() != 8) {
            throw new IllegalArgumentException("a node id has 8 characters, got " + text.length());
        }
        long tag = 0;
        for (int i = 0; i < 8; i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("not a character of a node id: " + text.charAt(i));
            }
            tag = tag << 5 | digit;
        }
        return new NodeId(tag);
    }

    /**
     * Puts the tag's five bytes, highest first.
     *
     * @param target has room for {@link #BYTES} bytes from the offset on
     * @param offset of the first
     */
    public void writeTo(byte[] target, int offset) {
        for (int i = 0; i < BYTES; i++) {
            target[offset + i] = (byte) (tag >>> (32 - 8 * i));
        }
    }

    /**
     * The inverse of {@link #writeTo}.
     *
     * @param source holds {@link #BYTES} bytes from the offset on
     * @param offset of the first
     * @return the node
     */
    public static NodeId readFrom(byte[] source, int offset) {
        long tag = 0;
        for (int i = 0; i < BYTES; i++) {
            tag = tag << 8 | (source[offset + i] & 0xff);
        }
        return new NodeId(tag);
    }

    @Override
    public int compareTo(NodeId other) {
        return Long.compare(tag, other.tag);
    }

    @Override
    public String toString() {
        char[] text = new char[8];
        for (int i = 0; i < 8; i++) {
            text[i] = ALPHABET.charAt((int) (tag >>> (35 - 5 * i)) & 31);
        }
        return new String(text);
    }
}
