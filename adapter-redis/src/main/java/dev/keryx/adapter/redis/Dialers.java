package dev.keryx.adapter.redis;

import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The dialer of a transport, from its first open to its release, and another one after that. */
final class Dialers {
    private final DialOptions options;
    private final @Nullable ClientResources borrowed;

    /** Guarded by this. */
    private @Nullable Dialer present;

    Dialers(DialOptions options, @Nullable ClientResources borrowed) {
        this.options = options;
        this.borrowed = borrowed;
    }

    synchronized Dialer present() {
        Dialer dialer = present;
        if (dialer == null) {
            dialer = new Dialer(options, borrowed);
            present = dialer;
        }
        return dialer;
    }

    CompletableFuture<Void> release() {
        Dialer released;
        synchronized (this) {
            released = present;
            present = null;
        }
        return released == null ? CompletableFuture.completedFuture(null) : released.close();
    }
}
