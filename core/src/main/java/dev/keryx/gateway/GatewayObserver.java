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

    /**
     * The gateway is in another state.
     *
     * @param from the one it left
     * @param to the one it is in
     */
    default void stateChanged(GatewayState from, GatewayState to) {}

    /**
     * A client was turned away, something it asked for was refused, or its link was closed, because of a limit or rule.
     *
     * @param limit the option's or rule's name
     */
    default void refused(String limit) {}

    /**
     * A client was admitted to a namespace.
     *
     * @param connection one link's presence there
     */
    default void connected(ConnectionInfo connection) {}

    /**
     * A connection has ended; before its disconnect handlers.
     *
     * @param connection was told as connected once
     * @param reason as either side gave it
     */
    default void disconnected(ConnectionInfo connection, CloseReason reason) {}

    /**
     * The application's own code threw something other than a refusal.
     *
     * @param connection for which it ran
     * @param event the event's name, or what else was handled
     * @param failure as it was thrown; its text may hold anything
     */
    default void handlerFailed(ConnectionInfo connection, String event, Throwable failure) {}

    /**
     * A connection fell behind its bound.
     *
     * @param connection whose outbound queue it is
     * @param policy what is done about it
     */
    default void slow(ConnectionInfo connection, SlowPolicy policy) {}

    /**
     * Events that a connection will never get.
     *
     * @param connection they were for
     * @param events how many
     */
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
     * @param namespace its path
     * @param rooms empty means all
     */
    default void gap(String namespace, Set<String> rooms) {}

    /**
     * The bus did not take an emit: the other nodes' clients will hear of a gap. Told by the relay, once an emit.
     *
     * @param namespace it was emitted in
     * @param failure what the publish failed with
     */
    default void relayFailed(String namespace, Throwable failure) {}

    /**
     * Something on a topic of the cluster was not understood and was skipped: it was foreign, damaged or of a newer version.
     *
     * @param topic its name on the bus
     * @param why for people
     */
    default void relaySkipped(String topic, String why) {}

    /**
     * The gateway has ended.
     *
     * @param report counts links: closed in time, and forced
     */
    default void drained(DrainReport report) {}
}
