package dev.keryx.bus.transport;

import dev.keryx.Gap;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who follows what: the truth about filters, whatever links come and go. Each filter is there once, however many sit at it,
 * and is gone when the last one has left and the broker has let go.
 *
 * <p>Changed in control; looked up by drivers' threads.
 */
final class Registry {
    private final FilterMap<FilterEntry> byTopic = new FilterMap<>();
    private final Map<TopicFilter, FilterEntry> entries = new LinkedHashMap<>();
    // Changed in control, looked through anywhere.
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final Reconciler reconciler;

    Registry(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    void remember(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    void forget(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    /** Whether the caller runs a handler of this bus. */
    boolean isInsideHandler() {
        return subscribers.stream().anyMatch(Subscriber::runsHere);
    }

    Collection<Subscriber> subscribers() {
        return subscribers;
    }

    Collection<FilterEntry> entries() {
        return entries.values();
    }

    /** In control. */
    @Nullable
    FilterEntry entry(TopicFilter filter) {
        return entries.get(filter);
    }

    /** Any thread: who sits at the filter that brought a message. */
    @Nullable
    FilterEntry lookUp(TopicFilter filter) {
        return byTopic.get(filter);
    }

    /** Any thread: each filter that matches. */
    void forEachMatch(Topic topic, Consumer<? super FilterEntry> action) {
        byTopic.forEachMatch(topic, action);
    }

    /** In control. */
    void attach(Seat seat) {
        FilterEntry entry = entries.get(seat.filter());
        if (entry == null) {
            entry = new FilterEntry(seat.filter());
            entries.put(seat.filter(), entry);
            byTopic.put(seat.filter(), entry);
        }
        entry.add(seat);
        if (entry.phase != FilterEntry.Phase.REMOVING) {
            entry.left(); // the filter stays for the new one, so nobody waits for its removal
        }
        reconciler.joined(entry, seat);
    }

    /** In control: gone at once. */
    void detach(Seat seat) {
        FilterEntry entry = entries.get(seat.filter());
        if (entry != null) {
            entry.remove(seat);
            settle(entry);
        }
    }

    /** In control: calls back when no more messages can come, which may be now. */
    void leave(Seat seat, Runnable left) {
        FilterEntry entry = entries.get(seat.filter());
        if (entry == null) {
            left.run();
            return;
        }
        entry.leave(seat, left);
        settle(entry);
    }

    private void settle(FilterEntry entry) {
        if (entry.isWanted()) {
            entry.left();
        } else {
            reconciler.unwanted(entry);
        }
        dropIfDone(entry);
    }

    /** In control: forgets a filter that nobody sits at and that the broker does not know. */
    void dropIfDone(FilterEntry entry) {
        boolean absent = entry.phase == FilterEntry.Phase.ABSENT || entry.phase == FilterEntry.Phase.REJECTED;
        if (absent && !entry.isWanted()) {
            entry.askAgain(null);
            entry.left();
            if (entry.isEmpty() && entries.remove(entry.filter(), entry)) {
                byTopic.remove(entry.filter());
            }
        }
    }

    /** In control: the link is gone, and with it all that the broker knew. */
    void allAbsent() {
        for (FilterEntry entry : new ArrayList<>(entries.values())) {
            entry.phase = FilterEntry.Phase.ABSENT;
            entry.revocations = 0;
            entry.revokedEarly = false;
            entry.askAgain(null);
            for (Seat seat : entry.seats()) {
                seat.suspended(Gap.Cause.RECONNECT);
            }
            dropIfDone(entry);
        }
    }

    /** In control. */
    List<FilterEntry> wanted() {
        List<FilterEntry> wanted = new ArrayList<>(entries.size());
        for (FilterEntry entry : entries.values()) {
            if (entry.isWanted()) {
                wanted.add(entry);
            }
        }
        return wanted;
    }
}
