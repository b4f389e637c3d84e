package dev.keryx.redisserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks over a plain socket whether a Redis answers. */
final class Ping {
    private static final int WAIT_MILLIS = 2_000;

    private Ping() {}

    /** Whether a Redis that is done loading answers within two seconds; one that asks for a password counts. */
    static boolean answers(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), WAIT_MILLIS);
            socket.setSoTimeout(WAIT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            String reply = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
            return reply.equals("+PONG") || reply.equals("-NOAU");
        } catch (IOException notYet) {
            return false;
        }
    }
}
