package dev.keryx.gateway.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The links whose inboxes are at work, so that a drain can wait for them. Any thread. */
final class Busy {
    /** Not the inboxes: who asks for a hash under the object's own monitor inflates that, to 200 bytes for each link. */
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

    /** Set once, by the drain. */
    private volatile @Nullable Runnable whenEmpty;

    void add(Peer peer) {
        peers.add(peer);
    }

    void remove(Peer peer) {
        peers.remove(peer);
    }

    /** To be called after a removal, without a lock. */
    void announce() {
        Runnable action = whenEmpty;
        if (action != null && peers.isEmpty()) {
            action.run();
        }
    }

    boolean isEmpty() {
        return peers.isEmpty();
    }

    /** Runs the action each time that the last one rests. It is short. */
    void whenEmpty(Runnable action) {
        whenEmpty = action;
    }

    /** Interrupts the handlers under way and tells how many. */
    int interrupt() {
        int interrupted = 0;
        for (Peer peer : peers) {
            interrupted += peer.inbox.interrupt() ? 1 : 0;
        }
        return interrupted;
    }
}
