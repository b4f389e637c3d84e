package dev.keryx.gateway;

/** Hears of a new connection, before any of its events. */
@FunctionalInterface
public interface ConnectHandler {
    /**
     * Runs under the rules of {@link EventHandler}; if it throws, the connection is closed.
     *
     * @param connection already in the rooms that the handshake granted
     * @throws Exception anything; counted and told to the observer
     */
    void connected(Connection connection) throws Exception;
}
