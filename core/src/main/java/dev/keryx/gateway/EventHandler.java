package dev.keryx.gateway;

/**
 * Takes events of one name. Where the client wants an ack, an empty one is sent when the handler returns.
 *
 * @param <T> the event's first argument, or {@link Args}
 */
@FunctionalInterface
public interface EventHandler<T> {
    /**
     * Handles one event. Events of one link come one at a time in arrival order, never on an I/O thread. A
     * {@link RefusedException} reaches the client, any other exception as {@code INTERNAL} without its text.
     */
    void handle(Connection connection, T event) throws Exception;
}
