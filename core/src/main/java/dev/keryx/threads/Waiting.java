package dev.keryx.threads;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for a future and throws what it failed with, without a wrapper. */
public final class Waiting {
    private Waiting() {}

    /**
     * Returns when a start has succeeded.
     *
     * @param future of the start, as the engines give it
     * @throws KeryxException what it failed with; {@code CANCELLED} where the thread is interrupted, which stays marked so
     */
    public static void on(CompletableFuture<Void> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KeryxException failure) {
                throw failure;
            }
            throw new KeryxException(ErrorCode.INTERNAL, "start failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeryxException(ErrorCode.CANCELLED, "interrupted while starting", e);
        }
    }
}
