package dev.keryx.gateway;

import java.util.Set;

/** Hears of events from other nodes that this node's clients may have missed; the clients concerned are told as well. */
@FunctionalInterface
public interface GapListener {
    /** @param rooms the rooms concerned; empty means all */
    void missed(Set<String> rooms) throws Exception;
}
