package dev.keryx.bus;

/**
 * What {@link Requests} can be told. Immutable; begin with {@link #DEFAULT}.
 *
 * @param maxPending questions without an answer at a time, at least 1; beyond, a question fails {@code OVERFLOW}
 * @param maxReplyBytes bytes of answers that may wait to be decoded, at least 1; beyond, the oldest answer is lost, and its
 *     question ends {@code TIMEOUT}
 */
public record RequestOptions(int maxPending, long maxReplyBytes) {
    /** As many as a bus has publishes in flight; each is an entry in a map and a timer. */
    public static final int DEFAULT_MAX_PENDING = 65_536;

    /** As many as a bus has bytes in flight. */
    public static final long DEFAULT_MAX_REPLY_BYTES = 64L << 20;

    /** {@link #DEFAULT_MAX_PENDING} and {@link #DEFAULT_MAX_REPLY_BYTES}. */
    public static final RequestOptions DEFAULT = new RequestOptions(DEFAULT_MAX_PENDING, DEFAULT_MAX_REPLY_BYTES);

    /**
     * Checks the bounds.
     *
     * @param maxPending in questions
     * @param maxReplyBytes in bytes
     * @throws IllegalArgumentException where one is below 1
     */
    public RequestOptions {
        if (maxPending < 1 || maxReplyBytes < 1) {
            throw new IllegalArgumentException("there is room for at least one question and one byte");
        }
    }
}
