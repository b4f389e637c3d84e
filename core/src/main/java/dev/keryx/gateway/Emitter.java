package dev.keryx.gateway;

/** Pushes events to clients: all that a service needs which has no clients of its own. Safe on any thread. */
public interface Emitter {
    /**
     * Everybody in a namespace. Made on first use; a gateway admits clients to a namespace once it has a handler there.
     *
     * @param path {@code /} or a path such as {@code /admin}
     * @return everybody in it, on all nodes
     * @throws IllegalArgumentException where the path cannot be one
     */
    Audience namespace(String path);

    /** {@return everybody in the namespace {@code /}, on all nodes} */
    default Audience root() {
        return namespace("/");
    }
}
