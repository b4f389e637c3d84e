package dev.keryx.gateway;

/** How much an event matters to a client that cannot keep up. */
public sealed interface Delivery {
    /** Waits in the connection's queue; what happens when that is full is the gateway's {@link SlowPolicy}. */
    Delivery QUEUED = new Queued();

    /** Dropped, and counted, where the connection cannot take it at once. */
    Delivery DROPPABLE = new Droppable();

    /**
     * An unsent event of the same name and key is removed, and this one goes to the tail: only the newest state
     * matters.
     *
     * @param key such as the id of what the event is the state of; compared within one connection and event name
     * @return equal to any other of that key
     */
    static Delivery latest(String key) {
        return new Latest(key);
    }

    /** See {@link #QUEUED}. */
    record Queued() implements Delivery {}

    /** See {@link #DROPPABLE}. */
    record Droppable() implements Delivery {}

    /**
     * See {@link #latest}.
     *
     * @param key what replaces what
     */
    record Latest(String key) implements Delivery {}
}
