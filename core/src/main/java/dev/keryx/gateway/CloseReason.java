package dev.keryx.gateway;

/**
 * Why a link ended, in WebSocket's terms (RFC 6455, section 7.4).
 *
 * @param code 1000 to 1015 as the RFC has them; 4000 to 4499 Keryx or the application ended it and the client should come
 *     back; 4500 to 4999 the client should not
 * @param text for people; at most 123 bytes of UTF-8 reach the client
 */
public record CloseReason(int code, String text) {
    /** The other side, or the application, is done. */
    public static final CloseReason NORMAL = new CloseReason(1000, "done");

    /** The wire broke. */
    public static final CloseReason LOST = new CloseReason(1006, "connection lost");

    /** The node ends; another will take the client. */
    public static final CloseReason DRAINING = new CloseReason(4001, "draining");

    /** The client did not read fast enough. */
    public static final CloseReason SLOW = new CloseReason(4008, "too slow");

    /** The client did not answer a heartbeat. */
    public static final CloseReason NO_PONG = new CloseReason(4012, "no pong");

    /** The client sent too much in too short a time. */
    public static final CloseReason RATE = new CloseReason(4013, "too many messages");

    /** The handshake was refused, or took too long. */
    public static final CloseReason AUTH = new CloseReason(4500, "not admitted");

    /** The client sent something that is not the protocol. */
    public static final CloseReason BAD_FRAME = new CloseReason(4501, "malformed frame");

    /** The application ended it. */
    public static final CloseReason KICKED = new CloseReason(4503, "kicked");

    /** The client went over a fixed limit. */
    public static final CloseReason LIMIT = new CloseReason(4504, "limit exceeded");

    /**
     * Checks the code, not the text, which is cut where it is too long.
     *
     * @param code from 1000 to 4999
     * @param text maybe empty
     * @throws IllegalArgumentException where the code is out of bounds
     */
    public CloseReason {
        if (code < 1000 || code > 4999) {
            throw new IllegalArgumentException("a close code is from 1000 to 4999, got " + code);
        }
    }

    /**
     * The same code with another text.
     *
     * @param why for people; at most 123 bytes of UTF-8 reach the client
     * @return a changed copy
     */
    public CloseReason because(String why) {
        return new CloseReason(code, why);
    }

    /** {@return whether the client is expected to connect again} */
    public boolean comesBack() {
        return code < 4500;
    }
}
