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

    default void stateChanged(BusState from, BusState to) {}

    /** The broker has taken this many publishes since it was last told. */
    default void published(long messages) {}

    /** A publish future failed. */
    default void publishFailed(Topic topic, KeryxException failure) {}

    /** The first drop of an episode; the episode ends when the buffer has been empty. */
    default void overflowed(Subscription subscription, Overflow policy) {}

    /** Messages fell to an overflow policy. */
    default void dropped(Subscription subscription, long messages) {}

    /** Messages were still buffered when the subscription ended. */
    default void discarded(Subscription subscription, long messages) {}

    /** A message went to the handler. */
    default void delivered(Subscription subscription) {}

    default void handlerFailed(Subscription subscription, Throwable failure) {}

    default void gap(Subscription subscription, Gap gap) {}

    /** The broker refused a filter; it is retried. */
    default void filterRejected(TopicFilter filter, KeryxException why) {}

    /** The broker took a filter away unasked; it is asked for again, and its subscriptions hear a gap. */
    default void filterRevoked(TopicFilter filter) {}

    /** A filter that was refused or taken away is live again. */
    default void filterRestored(TopicFilter filter) {}

    /** A frame was skipped: its envelope is damaged or newer, or it could not be taken in. */
    default void frameSkipped(Topic topic, String why) {}

    /** An attempt to connect failed; another follows. */
    default void connectFailed(KeryxException why) {}

    /** The link to the broker is lost; another is made. */
    default void linkLost(KeryxException why) {}

    /** The bus has ended. */
    default void drained(DrainReport report) {}
}
