package dev.keryx.redisserver;

import java.io.Serial;

/** Somebody else listens on the port that Redis was to listen on. */
final class PortTakenException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    PortTakenException(int port) {
        super("Port " + port + " is taken");
    }
}
