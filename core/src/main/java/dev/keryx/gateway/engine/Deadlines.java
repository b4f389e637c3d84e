package dev.keryx.gateway.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When each peer of a lane wants to be looked at next: a binary heap whose entries know their places, so that a peer has one
 * entry at most and moving it costs no search and no object. On the lane.
 */
final class Deadlines {
    /** Not in the heap. */
    static final int NOWHERE = -1;

    private static final int SMALLEST = 16;

    private @Nullable Peer[] peers = new @Nullable Peer[SMALLEST];
    private long[] dues = new long[SMALLEST];
    private int size;

    /** The earliest; {@link Site#NEVER} where there is none. */
    long earliest() {
        return size == 0 ? Site.NEVER : dues[0];
    }

    /** Puts the peer at this time, wherever it was; {@link Site#NEVER} takes it out. */
    void set(Peer peer, long due) {
        if (due == Site.NEVER) {
            remove(peer);
            return;
        }
        int at = peer.place;
        if (at == NOWHERE) {
            grow();
            at = size++;
        }
        if (at > 0 && due < dues[(at - 1) / 2]) {
            up(at, peer, due);
        } else {
            down(at, peer, due);
        }
    }

    void remove(Peer peer) {
        int at = peer.place;
        if (at == NOWHERE) {
            return;
        }
        peer.place = NOWHERE;
        Peer last = peers[--size];
        peers[size] = null;
        if (at < size && last != null) {
            long due = dues[size];
            if (at > 0 && due < dues[(at - 1) / 2]) {
                up(at, last, due);
            } else {
                down(at, last, due);
            }
        }
    }

    /** Takes out a peer whose time has come; null where there is none. */
    @Nullable
    Peer due(long now) {
        Peer first = size == 0 || dues[0] > now ? null : peers[0];
        if (first != null) {
            remove(first);
        }
        return first;
    }

    private void grow() {
        if (size == dues.length) {
            peers = Arrays.copyOf(peers, size * 2);
            dues = Arrays.copyOf(dues, size * 2);
        }
    }

    private void up(int from, Peer peer, long due) {
        int at = from;
        while (at > 0 && due < dues[(at - 1) / 2]) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        put(at, peer, due);
    }

    private void down(int from, Peer peer, long due) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child + 1 < size && dues[child + 1] < dues[child]) {
                child++;
            }
            if (child >= size || dues[child] >= due) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, peer, due);
    }

    private void move(int from, int to) {
        Peer peer = peers[from];
        if (peer != null) {
            put(to, peer, dues[from]);
        }
    }

    private void put(int at, Peer peer, long due) {
        peers[at] = peer;
        dues[at] = due;
        peer.place = at;
    }
}
