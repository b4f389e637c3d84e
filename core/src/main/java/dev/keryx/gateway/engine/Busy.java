package dev.keryx.gateway.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The inboxes at work, so that a drain can wait for them. Any thread. */
final class Busy {
    private final Set<Inbox> inboxes = ConcurrentHashMap.newKeySet();

    /** Set once, by the drain. */
    private volatile @Nullable Runnable whenEmpty;

    void add(Inbox inbox) {
        inboxes.add(inbox);
    }

    void remove(Inbox inbox) {
        inboxes.remove(inbox);
    }

    /** To be called after a removal, without a lock. */
    void announce() {
        Runnable action = whenEmpty;
        if (action != null && inboxes.isEmpty()) {
            action.run();
        }
    }

    boolean isEmpty() {
        return inboxes.isEmpty();
    }

    /** Runs the action each time that the last one rests. It is short. */
    void whenEmpty(Runnable action) {
        whenEmpty = action;
    }

    /** Interrupts the handlers under way and tells how many. */
    int interrupt() {
        int interrupted = 0;
        for (Inbox inbox : inboxes) {
            interrupted += inbox.interrupt() ? 1 : 0;
        }
        return interrupted;
    }
}
