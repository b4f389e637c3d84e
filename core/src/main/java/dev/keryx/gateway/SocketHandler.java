package dev.keryx.gateway;

/** A plain WebSocket endpoint beside the gateway, with no protocol of Keryx on it: complete messages in, messages out. */
public interface SocketHandler {
    /**
     * Takes a text message, already checked to be UTF-8. One at a time per socket, in order, never on an I/O thread.
     *
     * @param socket whose client sent it
     * @param utf8 the whole message, given away
     * @throws Exception anything; counted, and the socket is closed
     */
    void text(Socket socket, byte[] utf8) throws Exception;

    /**
     * Takes a binary message, under the same rules.
     *
     * @param socket whose client sent it
     * @param bytes the whole message, given away
     * @throws Exception anything; counted, and the socket is closed
     */
    void binary(Socket socket, byte[] bytes) throws Exception;

    /** One client of the endpoint. */
    interface Socket {
        /**
         * Sends a text message; the bytes are valid UTF-8 and given away.
         *
         * @param utf8 a whole message; lost where the socket has ended
         */
        void sendText(byte[] utf8);

        /**
         * Sends a binary message; the bytes are given away.
         *
         * @param bytes a whole message; lost where the socket has ended
         */
        void sendBinary(byte[] bytes);

        /**
         * Ends it, after what was sent before.
         *
         * @param reason reaches the client
         */
        void close(CloseReason reason);
    }
}
