package dev.keryx.bus.transport;

import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.bus.Message;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.TopicFilter;
import dev.keryx.threads.Promise;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One subscription's place at one filter: a plain subscription has one, a subscription to a changing set of topics one for
 * each topic. Here the hole that a loss leaves is kept until it is known where it ends.
 *
 * <p>State changes in control; messages come from driver threads.
 */
final class Seat {
    private final TopicFilter filter;
    private final Subscriber subscriber;
    private final Set<String> gapTopics;
    private final Promise<Void> ready;

    // Written in control.
    private volatile SubscriptionState state = SubscriptionState.PENDING;
    private boolean everReady;
    private boolean leaving;
    private boolean patient;
    // The link the filter was asked for over: only its frames count, those of an older one come too late. Written in
    // control, under this.
    private volatile long overLink;
    // Set when a loss begins, taken when its end is known. Guarded by this; the flag is for a quick look.
    private volatile boolean holePending;
    private @Nullable EnumSet<Gap.Cause> hole;
    private boolean holeMayEnd;
    // It was told of a hole before, which may have been the one before its beginning.
    private boolean begun;

    Seat(TopicFilter filter, Subscriber subscriber, boolean named, Promise<Void> ready) {
        this.filter = filter;
        this.subscriber = subscriber;
        this.gapTopics = named ? Set.of(filter.pattern()) : Set.of();
        this.ready = ready;
        if (subscriber.resyncs()) {
            hole = EnumSet.of(Gap.Cause.SUBSCRIBED);
            holePending = true;
        }
    }

    TopicFilter filter() {
        return filter;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    SubscriptionState state() {
        return state;
    }

    Promise<Void> ready() {
        return ready;
    }

    /** No longer wants its filter; still takes what comes until the broker has confirmed that nothing more can. */
    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /**
     * Takes a message that came over the link of this number; any thread.
     *
     * @param mine whether this filter is known to have brought it, and therefore to be live
     */
    void offer(Message message, boolean own, long link, boolean mine) {
        if (link != overLink || (own && subscriber.skipsOwn())) {
            return;
        }
        if (!holePending || heardAfterHole(link, mine)) {
            subscriber.offer(message);
        }
    }

    /** False: meanwhile the filter was asked for over another link, of whose hole this message says nothing. */
    private boolean heardAfterHole(long link, boolean certain) {
        synchronized (this) {
            if (link != overLink) {
                return false;
            }
            if (!holeMayEnd || !placeGap(certain)) {
                return true;
            }
        }
        subscriber.wake();
        return true;
    }

    /** The filter is asked for over this link: the next message that comes over it ends the hole. */
    void asked(long link) {
        synchronized (this) {
            overLink = link;
            holeMayEnd = true;
        }
    }

    /** The broker has confirmed the filter. */
    void confirmed() {
        state = SubscriptionState.ACTIVE;
        everReady = true;
        endHole();
        ready.complete(null);
    }

    private void endHole() {
        boolean placed;
        synchronized (this) {
            placed = placeGap(true);
        }
        if (placed) {
            subscriber.wake();
        }
    }

    /**
     * The gap is in its place before anybody can see the hole ended, or a message could overtake it. Where it is not certain
     * that the filter is live, what it misses from here until it is confirmed is a hole still. Under this; false: there is no
     * hole.
     */
    private boolean placeGap(boolean certain) {
        if (hole == null) {
            return false;
        }
        subscriber.placeGap(new Gap(hole, gapTopics, 0));
        if (certain) {
            hole = null;
        } else if (hole.remove(Gap.Cause.SUBSCRIBED)) {
            hole.add(Gap.Cause.MISSED);
        }
        begun = true;
        holePending = false;
        return true;
    }

    /** The broker refuses the filter. Where it was never ready, and was not left to the background, that is its end. */
    void refused(KeryxException why) {
        if (everReady || patient) {
            suspended(Gap.Cause.REJECTED);
        } else {
            subscriber.refused(this, why);
        }
    }

    /** A first refusal is waited out too: the bus is to start in the background, whatever the broker says. */
    void waitOutRefusals() {
        patient = true;
    }

    /** The filter is no longer live at the broker. A seat that never was ready or told to begin has missed nothing. */
    void suspended(Gap.Cause cause) {
        synchronized (this) {
            holeMayEnd = false;
            open(cause);
        }
        if (everReady || cause == Gap.Cause.REJECTED) {
            state = SubscriptionState.SUSPENDED;
        }
    }

    private void open(Gap.Cause cause) {
        if (everReady || begun) {
            hole = hole == null ? EnumSet.noneOf(Gap.Cause.class) : hole;
            hole.add(cause);
        }
        holePending = hole != null;
    }

    /** Frames may be missing though the filter is live; it may be so before the broker's answer has come. */
    void missed() {
        synchronized (this) {
            open(Gap.Cause.MISSED);
        }
        if (state == SubscriptionState.ACTIVE) {
            endHole();
        }
    }

    void closed() {
        state = SubscriptionState.CLOSED;
    }
}
