package dev.keryx.testkit;

import dev.keryx.TimeSource;
import dev.keryx.testkit.FaultProxy.Way;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a proxy is to do wrong now. Any thread. */
final class ProxyFaults {
    /** One call of {@code cutAfter}; each connection counts for each of them anew. */
    static final class Cut {
        final long bytes;

        private Cut(long bytes) {
            this.bytes = bytes;
        }
    }

    private static final TimeSource CLOCK = TimeSource.system();

    /** Slowed down, bytes leave so often. */
    private static final int PORTIONS_PER_SECOND = 20;

    // Guarded by this.
    private final Set<Way> swallowing = EnumSet.noneOf(Way.class);
    private final Map<Way, Cut> cuts = new EnumMap<>(Way.class);
    private final Set<ProxiedConnection> torn = new HashSet<>();
    // About to be closed: until then nothing may pass behind what is missing.
    private final Set<ProxiedConnection> over = new HashSet<>();
    private long delayNanos;
    private int bytesPerSecond;
    private boolean refusing;
    private long resumed;

    synchronized void swallow(Way... ways) {
        swallowing.addAll(List.of(ways));
    }

    /** Whether what has come over this connection goes nowhere; then the connection is torn. */
    synchronized boolean swallows(Way way, ProxiedConnection connection) {
        if (swallowing.contains(way)) {
            torn.add(connection);
            return true;
        }
        return over.contains(connection);
    }

    synchronized void forget(ProxiedConnection closed) {
        torn.remove(closed);
        over.remove(closed);
    }

    synchronized void cutAfter(Way way, long bytes) {
        cuts.put(way, new Cut(bytes));
    }

    synchronized @Nullable Cut cut(Way way) {
        return cuts.get(way);
    }

    synchronized void delay(Duration by) {
        delayNanos = by.toNanos();
    }

    synchronized void trickle(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("at least one byte passes in a second");
        }
        bytesPerSecond = bytes;
    }

    synchronized void refuse() {
        refusing = true;
    }

    synchronized boolean refuses() {
        return refusing;
    }

    /** Everything is well again but for the connections given, on which something is missing. */
    synchronized Set<ProxiedConnection> resume() {
        swallowing.clear();
        cuts.clear();
        delayNanos = 0;
        bytesPerSecond = 0;
        refusing = false;
        resumed++;
        notifyAll();
        over.addAll(torn);
        return Set.copyOf(torn);
    }

    /** How many bytes may be taken at once. */
    synchronized int portion(int most) {
        return bytesPerSecond == 0 ? most : Math.min(most, Math.max(1, bytesPerSecond / PORTIONS_PER_SECOND));
    }

    /** Keeps the caller, who has taken that many bytes, as long as the faults of now say or until they are over. */
    synchronized void holdBack(int bytes) throws InterruptedException {
        long nanos = delayNanos + (bytesPerSecond == 0 ? 0 : bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
        long until = CLOCK.nanos() + nanos;
        long before = resumed;
        for (long left = nanos; left > 0 && resumed == before; left = until - CLOCK.nanos()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
