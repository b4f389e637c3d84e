package dev.keryx.bus;

/** What {@link MessageBus#start()} does when the broker cannot be reached. */
public enum StartPolicy {
    /** Fails within the start timeout; the bus is {@code NEW} again and can be started again. */
    FAIL_FAST,
    /** Succeeds at once; the bus is {@code RECONNECTING} until the broker is there. A filter the broker refuses is suspended and retried. */
    RETRY_IN_BACKGROUND
}
