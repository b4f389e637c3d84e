package dev.keryx.gateway;

/**
 * Takes events of one name. Where the client wants an ack, an empty one is sent when the handler returns.
 *
 * @param <T> the event's first argument, or {@link Args}
 */
@FunctionalInterface
public interface EventHandler<T> {
    /**
     * Handles one event. Events of one link come one at a time in arrival order, never on an I/O thread.
     *
     * @param connection whose client sent it
     * @param event the first argument, never null, or all of them
     * @throws Exception a {@link RefusedException} or {@code BAD_VALUE} reaches the client, all else as
     *     {@code INTERNAL} without its text
     */
    void handle(Connection connection, T event) throws Exception;
}
