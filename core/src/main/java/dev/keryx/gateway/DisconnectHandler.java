package dev.keryx.gateway;

/** Hears of a connection's end, exactly once and after all of its events, if it was ever connected. */
@FunctionalInterface
public interface DisconnectHandler {
    /** The connection is out of all rooms already; {@link Connection#rooms()} still tells which it was in. */
    void disconnected(Connection connection, CloseReason reason) throws Exception;
}
