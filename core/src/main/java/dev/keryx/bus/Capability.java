package dev.keryx.bus;

/** An ability that not every bus has. What is missing is refused with {@code UNSUPPORTED}, never silently ignored. */
public enum Capability {
    /** Filters with wildcards. */
    PATTERNS,
    /** Headers, ids and timestamps travel with the payload. */
    HEADERS,
    /** Messages reach other processes. */
    CROSS_PROCESS,
    /** One publisher's order holds across topics, not only within each. */
    CROSS_TOPIC_ORDER,
    /** A publish future completes when the broker has taken the message; without it, when it was handed to the network. */
    PUBLISH_CONFIRMED,
    /** A subscription is ready when the broker has confirmed it; without it, when the request was handed over. */
    SUBSCRIBE_CONFIRMED
}
