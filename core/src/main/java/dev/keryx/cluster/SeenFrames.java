package dev.keryx.cluster;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the frames that travel on several topics, so that only the first copy counts: the last 4,096, no longer than ten
 * seconds. For one thread at a time.
 */
final class SeenFrames {
    static final int MAX_FRAMES = 4_096;
    static final Duration MAX_AGE = Duration.ofSeconds(10);

    /** When each was seen first, oldest first. */
    private final Map<FrameId, Long> seen = new LinkedHashMap<>();

    /** Whether it is the first of its kind. */
    boolean first(FrameId id, long nanos) {
        forget(nanos);
        if (seen.putIfAbsent(id, nanos) != null) {
            return false;
        }
        if (seen.size() > MAX_FRAMES) {
            Iterator<FrameId> oldest = seen.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    private void forget(long nanos) {
        Iterator<Long> times = seen.values().iterator();
        while (times.hasNext() && nanos - times.next() > MAX_AGE.toNanos()) {
            times.remove();
        }
    }

    int size() {
        return seen.size();
    }
}
