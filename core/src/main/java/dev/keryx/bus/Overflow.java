package dev.keryx.bus;

/**
 * What happens when a subscription's buffer is full. Every drop is counted, reported to the observer once per episode and
 * told to the subscription as a gap. None of them makes the publisher or the network wait.
 */
public enum Overflow {
    /** The oldest buffered message goes; the gap stands before the oldest survivor. */
    DROP_OLDEST,
    /** The arriving message goes; the gap stands after the youngest survivor. */
    DROP_NEWEST,
    /** The subscription ends with {@link CloseCause#OVERFLOW}; what is buffered is still delivered. */
    CANCEL
}
