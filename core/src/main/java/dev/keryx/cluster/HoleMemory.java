package dev.keryx.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom others must tell of a hole because of what we could not publish: 256 places, then simply everybody. Safe on any
 * thread: everything under this object's lock.
 */
final class HoleMemory {
    static final int MAX_PLACES = 256;

    private final Set<Said.Place> places = new LinkedHashSet<>();
    private boolean everything;

    synchronized void remember(List<Said.Place> more) {
        if (everything) {
            return;
        }
        places.addAll(more);
        if (places.size() > MAX_PLACES) {
            everything = true;
            places.clear();
        }
    }

    /** What is to be told; null for nothing. Forgets it: whoever takes it gives it back if it could not be told. */
    synchronized Said.@Nullable Hole take() {
        if (!everything && places.isEmpty()) {
            return null;
        }
        Said.Hole hole = new Said.Hole(everything ? List.of() : List.copyOf(places));
        everything = false;
        places.clear();
        return hole;
    }

    synchronized void giveBack(Said.Hole hole) {
        if (hole.places().isEmpty()) {
            everything = true;
            places.clear();
        } else {
            remember(hole.places());
        }
    }
}
