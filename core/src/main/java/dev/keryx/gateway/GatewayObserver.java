package dev.keryx.gateway;

import dev.keryx.DrainReport;
import java.util.Set;

/**
 * Telemetry of a gateway, for metrics and tests. Called on whatever thread the thing happened on, which may be an I/O
 * thread: be quick, never block. Whatever it throws is logged and ignored.
 */
public interface GatewayObserver {
    /** Sees nothing. */
    GatewayObserver NONE = new GatewayObserver() {};

    default void stateChanged(GatewayState from, GatewayState to) {}

    /**
     * A client was turned away, something it asked for was refused, or its link was closed, because of a limit or rule.
     *
     * @param limit the option's or rule's name
     */
    default void refused(String limit) {}

    default void connected(ConnectionInfo connection) {}

    default void disconnected(ConnectionInfo connection, CloseReason reason) {}

    default void handlerFailed(ConnectionInfo connection, String event, Throwable failure) {}

    /** A connection fell behind its bound. */
    default void slow(ConnectionInfo connection, SlowPolicy policy) {}

    /** Events that a connection will never get. */
    default void dropped(ConnectionInfo connection, long events) {}

    /**
     * A link is not read for a while.
     *
     * @param limit the option's name
     */
    default void readPaused(String limit) {}

    /**
     * Events of other nodes may be missing here.
     *
     * @param rooms empty means all
     */
    default void gap(String namespace, Set<String> rooms) {}

    /** The bus did not take an emit: the other nodes' clients will hear of a gap. Told by the relay, once an emit. */
    default void relayFailed(String namespace, Throwable failure) {}

    /**
     * Something on a topic of the cluster was not understood and was skipped: it was foreign, damaged or of a newer version.
     *
     * @param why for people
     */
    default void relaySkipped(String topic, String why) {}

    default void drained(DrainReport report) {}
}
