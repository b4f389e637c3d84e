package dev.keryx.gateway;

/** Hears of a connection's end, exactly once and after all of its events, if it was ever connected. */
@FunctionalInterface
public interface DisconnectHandler {
    /**
     * The connection is out of all rooms already; {@link Connection#rooms()} still tells which it was in.
     *
     * @param connection has ended: nothing can be sent to it
     * @param reason as either side gave it; {@link CloseReason#LOST} where the wire broke
     * @throws Exception anything; counted and told to the observer
     */
    void disconnected(Connection connection, CloseReason reason) throws Exception;
}
