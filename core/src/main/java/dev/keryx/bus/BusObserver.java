package dev.keryx.bus;

import dev.keryx.DrainReport;
import dev.keryx.Gap;
import dev.keryx.KeryxException;

/**
 * Telemetry of a bus, for metrics and tests. {@link #delivered}, {@link #handlerFailed} and {@link #gap} come on the
 * subscription's own thread and hold up its handler; everything else comes one after the other on the callback executor.
 * Never on an I/O thread, and whatever it throws is logged and ignored. One that is slow misses events, beyond 65,536
 * waiting ones, rather than memory.
 */
public interface BusObserver {
    /** Sees nothing. */
    BusObserver NONE = new BusObserver() {};

    /**
     * The bus is in another state.
     *
     * @param from the one it left
     * @param to the one it is in
     */
    default void stateChanged(BusState from, BusState to) {}

    /**
     * The broker has taken this many publishes since it was last told.
     *
     * @param messages at least 1
     */
    default void published(long messages) {}

    /**
     * A publish future failed.
     *
     * @param topic it was for
     * @param failure as the future has it; {@code OUTCOME_UNKNOWN} where it may have arrived
     */
    default void publishFailed(Topic topic, KeryxException failure) {}

    /**
     * The first drop of an episode; the episode ends when the buffer has been empty.
     *
     * @param subscription whose buffer is full
     * @param policy what is done about it
     */
    default void overflowed(Subscription subscription, Overflow policy) {}

    /**
     * Messages fell to an overflow policy.
     *
     * @param subscription that lost them
     * @param messages how many since it was last told
     */
    default void dropped(Subscription subscription, long messages) {}

    /**
     * Messages were still buffered when the subscription ended.
     *
     * @param subscription that has ended
     * @param messages at least 1
     */
    default void discarded(Subscription subscription, long messages) {}

    /**
     * A message went to the handler.
     *
     * @param subscription whose handler it is
     */
    default void delivered(Subscription subscription) {}

    /**
     * A message or gap handler threw, or a typed bus could not decode.
     *
     * @param subscription whose handler it is
     * @param failure as it was thrown; its text may hold anything
     */
    default void handlerFailed(Subscription subscription, Throwable failure) {}

    /**
     * A gap has come to its place in a subscription's order.
     *
     * @param subscription that may have missed messages
     * @param gap as its handler hears it
     */
    default void gap(Subscription subscription, Gap gap) {}

    /**
     * The broker refused a filter; it is retried.
     *
     * @param filter the one refused; the others are unaffected
     * @param why the broker's reason
     */
    default void filterRejected(TopicFilter filter, KeryxException why) {}

    /**
     * The broker took a filter away unasked; it is asked for again, and its subscriptions hear a gap.
     *
     * @param filter the one taken away
     */
    default void filterRevoked(TopicFilter filter) {}

    /**
     * A filter that was refused or taken away is live again.
     *
     * @param filter the one that is back
     */
    default void filterRestored(TopicFilter filter) {}

    /**
     * A frame was skipped: its envelope is damaged or newer, it is too large, or it could not be taken in. Once for all such
     * envelopes that came joined.
     *
     * @param topic on which it came
     * @param why for people, and how many there were, without a byte of the frame
     */
    default void frameSkipped(Topic topic, String why) {}

    /**
     * An attempt to connect failed; another follows.
     *
     * @param why names the address
     */
    default void connectFailed(KeryxException why) {}

    /**
     * The link to the broker is lost; another is made.
     *
     * @param why what the driver and the socket said, or that a heartbeat was not answered; its message is one line for a log
     */
    default void linkLost(KeryxException why) {}

    /**
     * The bus has ended.
     *
     * @param report counts messages, over all subscriptions
     */
    default void drained(DrainReport report) {}
}
