package dev.keryx.cluster;

import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Scope;
import java.util.List;

/** What one node says to others. */
sealed interface Said {
    /**
     * I am here; each two seconds, and in answer to a hello that asks.
     *
     * @param asks whether it wants to be answered: said by whoever has just come
     * @param clients whether it may have connections; false for a service that only emits
     * @param highest version of these frames that it understands
     * @param rooms how it lays out rooms
     */
    record Hello(boolean asks, boolean clients, int highest, RoomTopics rooms) implements Said {}

    /** I am leaving. */
    record Bye() implements Said {}

    /**
     * I could not publish something.
     *
     * @param places empty means anything
     */
    record Hole(List<Place> places) implements Said {
        public Hole {
            places = List.copyOf(places);
        }
    }

    /**
     * An event for an audience.
     *
     * @param copied whether the same frame travels on other topics too
     */
    record Emit(Cast cast, boolean copied) implements Said {}

    /** Whom something concerns. */
    record Place(String namespace, Scope scope) {}
}
