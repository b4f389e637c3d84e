package dev.keryx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Makes the futures that Keryx hands to applications. An executor given in the options may be one as well: then whoever waits
 * for such a future waits in the executor's own way, for instance by running its tasks until the future is done. That is how
 * a test can run a whole cluster, and blocking calls too, on one thread.
 */
@FunctionalInterface
public interface FutureSource {
    /**
     * {@return a new future, not completed; called on any thread}
     *
     * @param <T> what it will complete with
     */
    <T> CompletableFuture<T> newFuture();

    /**
     * {@return the executor itself where it is a source; else one of plain futures}
     *
     * @param executor that futures will complete on
     */
    static FutureSource of(Executor executor) {
        return executor instanceof FutureSource source ? source : CompletableFuture::new;
    }
}
