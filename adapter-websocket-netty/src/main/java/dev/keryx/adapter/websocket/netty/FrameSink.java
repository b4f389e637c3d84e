package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.CloseReason;

/** What a {@link FrameParser} finds. */
interface FrameSink {
    /** A whole text message, valid UTF-8, given away. */
    void text(byte[] message);

    /** A whole binary message, given away. */
    void binary(byte[] message);

    /** @param payload at most 125 bytes, given away */
    void ping(byte[] payload);

    /**
     * The other side says goodbye; nothing is parsed afterwards.
     *
     * @param reason with a code that may travel, or 1005 where it gave none
     */
    void goodbye(CloseReason reason);

    /**
     * What came is not WebSocket, or is over a limit; nothing is parsed afterwards.
     *
     * @param reason 1002, 1007 or 1009; without a byte of what came
     */
    void malformed(CloseReason reason);

    /** A message in several frames has begun. */
    void fragmentsBegin();

    /** It is complete. */
    void fragmentsEnd();
}
