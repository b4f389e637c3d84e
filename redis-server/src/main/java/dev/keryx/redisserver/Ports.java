package dev.keryx.redisserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on which nobody listens. */
final class Ports {
    /**
     * Below what Linux and macOS give to outgoing connections. Above it, a client that keeps trying to reach a killed Redis
     * may be given that very port for its own end, connect to itself, and keep Redis from coming back.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    static int unused() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isUnused(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No unused port between " + FIRST + " and " + LAST + " in " + TRIES + " tries");
    }

    private static boolean isUnused(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
