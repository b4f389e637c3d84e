package dev.keryx.bus;

/** {@code NEW → STARTING → RUNNING ⇄ RECONNECTING → DRAINING → CLOSED}; a start that failed returns to {@code NEW}. */
public enum BusState {
    /** Made and maybe subscribed to; nothing is open, no thread runs. */
    NEW,
    /** Connecting and confirming the subscriptions made so far. */
    STARTING,
    /** The link is up and every filter was answered. Publishing works a little earlier: as soon as the link is up. */
    RUNNING,
    /** The link was lost, or not every filter is answered yet; a new link is being made. */
    RECONNECTING,
    /** Ending: no new subscriptions, buffers run empty. */
    DRAINING,
    /** Ended for good. */
    CLOSED
}
