package dev.keryx.gateway;

/** A plain WebSocket endpoint beside the gateway, with no protocol of Keryx on it: complete messages in, messages out. */
public interface SocketHandler {
    /** Takes a text message, already checked to be UTF-8. One at a time per socket, in order, never on an I/O thread. */
    void text(Socket socket, byte[] utf8) throws Exception;

    /** Takes a binary message, under the same rules. */
    void binary(Socket socket, byte[] bytes) throws Exception;

    /** One client of the endpoint. */
    interface Socket {
        /** Sends a text message; the bytes are valid UTF-8 and given away. */
        void sendText(byte[] utf8);

        /** Sends a binary message; the bytes are given away. */
        void sendBinary(byte[] bytes);

        void close(CloseReason reason);
    }
}
