package dev.keryx.cluster;

import dev.keryx.DrainReport;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Counts emits that the bus has not answered, and knows when the last has been. All under this object's lock. */
final class InFlight {
    private long open;
    private long settled;
    private @Nullable CompletableFuture<Void> idle;

    synchronized void begin() {
        open++;
    }

    void end() {
        CompletableFuture<Void> done;
        synchronized (this) {
            open--;
            settled++;
            done = open == 0 ? idle : null;
        }
        if (done != null) {
            done.complete(null);
        }
    }

    /** The end is near: completes when nothing is open. */
    synchronized CompletableFuture<Void> drain() {
        settled = 0;
        idle = new CompletableFuture<>();
        if (open == 0) {
            idle.complete(null);
        }
        return idle;
    }

    /** What was settled since the drain began, and what was not. */
    synchronized DrainReport report() {
        return new DrainReport(settled, open, 0);
    }
}
