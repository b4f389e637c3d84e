package dev.keryx.gateway;

import java.util.Set;

/** Hears of events from other nodes that this node's clients may have missed; the clients concerned are told as well. */
@FunctionalInterface
public interface GapListener {
    /**
     * Re-reads what the clients are to know. Runs on the callback executor, maybe several times at once; may block.
     *
     * @param rooms the rooms concerned; empty means all
     * @throws Exception anything; counted and logged
     */
    void missed(Set<String> rooms) throws Exception;
}
