package dev.keryx.bus;

/** Where a subscription is in its life. */
public enum SubscriptionState {
    /** Not yet confirmed by the broker for the first time. */
    PENDING,
    /** Confirmed. */
    ACTIVE,
    /** Was confirmed and is not now: the link is down, or the broker refuses it. It comes back by itself, with a gap. */
    SUSPENDED,
    /** Ended for good. */
    CLOSED
}
