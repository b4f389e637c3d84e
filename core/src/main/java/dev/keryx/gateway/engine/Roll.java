package dev.keryx.gateway.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All peers of a lane, in no order; each knows its place. On the lane. */
final class Roll {
    private static final int SMALLEST = 16;

    private @Nullable Peer[] peers = new @Nullable Peer[SMALLEST];
    private int size;

    void add(Peer peer) {
        if (size == peers.length) {
            peers = Arrays.copyOf(peers, size * 2);
        }
        peer.rollPlace = size;
        peers[size++] = peer;
    }

    /** Without effect on a peer that is not in it. */
    void remove(Peer peer) {
        int at = peer.rollPlace;
        if (at >= size || peers[at] != peer) {
            return;
        }
        Peer last = peers[--size];
        peers[size] = null;
        if (last != null && last != peer) {
            peers[at] = last;
            last.rollPlace = at;
        }
    }

    /** A copy, since what is done with a peer may remove it. */
    Peer[] all() {
        return Arrays.copyOf(peers, size, Peer[].class);
    }
}
