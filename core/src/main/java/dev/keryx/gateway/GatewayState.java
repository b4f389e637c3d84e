package dev.keryx.gateway;

/** {@code NEW → STARTING → RUNNING → DRAINING → CLOSED}; a start that failed returns to {@code NEW}. */
public enum GatewayState {
    /** Made; nothing is open, no thread runs. */
    NEW,
    /** Starting the bus and binding. */
    STARTING,
    /** Takes clients. */
    RUNNING,
    /** Says goodbye; takes no clients. */
    DRAINING,
    /** Ended for good. */
    CLOSED
}
