package dev.keryx.gateway;

/** Pushes events to clients: all that a service needs which has no clients of its own. Safe on any thread. */
public interface Emitter {
    /**
     * Everybody in a namespace. Made on first use; a gateway admits clients to a namespace once it has a handler there.
     *
     * @param path {@code /} or a path such as {@code /admin}
     */
    Audience namespace(String path);

    /** The namespace {@code /}. */
    default Audience root() {
        return namespace("/");
    }
}
