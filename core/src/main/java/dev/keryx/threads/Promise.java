package dev.keryx.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A result that is settled once and asked for any number of times. Everybody who asks gets a future of their own, so that
 * completing or cancelling it changes nothing for others; it completes by way of {@link Completions}.
 *
 * @param <T> the result
 */
public final class Promise<T> {
    private final Completions completions;

    // All guarded by this.
    private @Nullable List<CompletableFuture<T>> waiting = new ArrayList<>(0);
    private @Nullable T value;
    private @Nullable Throwable failure;

    /**
     * Not settled.
     *
     * @param completions settles the futures of those who wait
     */
    public Promise(Completions completions) {
        this.completions = completions;
    }

    /** {@return a future of the caller's own, already complete where the result is known} */
    public synchronized CompletableFuture<T> future() {
        CompletableFuture<T> future = completions.future();
        if (waiting != null) {
            waiting.add(future);
        } else {
            settle(future);
        }
        return future;
    }

    // NullAway: a future of a nullable value is written CompletableFuture<T> all over the JDK.
    @SuppressWarnings("NullAway")
    private void settle(CompletableFuture<T> future) {
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(value);
        }
    }

    /**
     * Settles this future too, by way of the completions even where the result is known.
     *
     * @param future made by the same completions
     */
    public void into(CompletableFuture<T> future) {
        synchronized (this) {
            if (waiting != null) {
                waiting.add(future);
                return;
            }
        }
        if (failure != null) {
            completions.fail(future, failure);
        } else {
            completions.complete(future, value);
        }
    }

    /**
     * Settles it; without effect where it is settled already.
     *
     * @param result for all who asked and will ask
     */
    public void complete(@Nullable T result) {
        settle(result, null);
    }

    /**
     * Settles it as failed; without effect where it is settled already.
     *
     * @param why for all who asked and will ask
     */
    public void fail(Throwable why) {
        settle(null, why);
    }

    private void settle(@Nullable T result, @Nullable Throwable why) {
        for (CompletableFuture<T> future : take(result, why)) {
            if (why == null) {
                completions.complete(future, result);
            } else {
                completions.fail(future, why);
            }
        }
    }

    private synchronized List<CompletableFuture<T>> take(@Nullable T result, @Nullable Throwable why) {
        if (waiting == null) {
            return List.of();
        }
        List<CompletableFuture<T>> futures = waiting;
        waiting = null;
        value = result;
        failure = why;
        return futures;
    }

    /** {@return whether the result is known} */
    public synchronized boolean isSettled() {
        return waiting == null;
    }
}
