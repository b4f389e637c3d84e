package dev.keryx.threads;

import dev.keryx.FutureSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an application hears from an engine: its futures complete here, and never on a thread that has other work to do. Each
 * future handed out is a fresh copy, so that completing or cancelling it changes nothing inside.
 */
public final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    /** Null before the start and after the end, when there is nothing that could be kept waiting. */
    private volatile @Nullable Executor executor;

    /**
     * From now on, callbacks run here.
     *
     * @param threads stay their owner's
     */
    public synchronized void runOn(Executor threads) {
        executor = threads;
    }

    /**
     * No more: from now on, callbacks run in the caller. Without effect where they run elsewhere meanwhile.
     *
     * @param threads those that {@link #runOn} gave
     */
    public synchronized void leave(Executor threads) {
        executor = executor == threads ? null : executor;
    }

    /** {@return what {@link #runOn} gave; without it nothing runs at all, which is a fault} */
    public Executor executor() {
        Executor current = executor;
        if (current == null) {
            throw new RejectedExecutionException("nothing is started");
        }
        return current;
    }

    /**
     * Runs the task, which must not be lost: on the executor; where that takes none, on a thread made for it, because the caller
     * may be a lane, which must not run what an application hung on a future. Before the start and after the end, when there is
     * no lane, in the caller. What it throws is logged.
     *
     * @param task may be the application's own code
     */
    public void execute(Runnable task) {
        Executor current = executor;
        if (current == null) {
            guarded(task);
            return;
        }
        try {
            current.execute(task);
        } catch (Throwable rejected) {
            LOG.debug("An executor took no task", rejected);
            SpareThread.run("keryx-spare", () -> guarded(task));
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.error("A callback failed", failure);
        }
    }

    /**
     * {@return a future to hand out, made here and nowhere else}
     *
     * @param <T> what it will complete with
     */
    public <T> CompletableFuture<T> future() {
        Executor current = executor;
        return current == null
                ? new CompletableFuture<>()
                : FutureSource.of(current).newFuture();
    }

    /** {@return a future of nothing that is done already} */
    @SuppressWarnings("NullAway") // a CompletableFuture<Void> completes with null
    public CompletableFuture<Void> done() {
        CompletableFuture<Void> future = future();
        future.complete(null);
        return future;
    }

    /**
     * {@return a future that has its value already}
     *
     * @param value what it has
     * @param <T> of the value
     */
    public <T> CompletableFuture<T> done(T value) {
        CompletableFuture<T> future = future();
        future.complete(value);
        return future;
    }

    /**
     * {@return a future that has failed already}
     *
     * @param failure what it has failed with
     * @param <T> what it would have completed with
     */
    public <T> CompletableFuture<T> failed(Throwable failure) {
        CompletableFuture<T> future = future();
        future.completeExceptionally(failure);
        return future;
    }

    /**
     * A copy that completes on the executor; at once, where the original is complete.
     *
     * @param inner stays inside
     * @param <T> what it completes with
     * @return a future to hand out
     */
    public <T> CompletableFuture<T> copy(CompletionStage<T> inner) {
        CompletableFuture<T> copy = future();
        CompletableFuture<T> original = inner.toCompletableFuture();
        if (original.isDone()) {
            then(original, (value, failure) -> settle(copy, value, failure));
        } else {
            then(original, (value, failure) -> execute(() -> settle(copy, value, failure)));
        }
        return copy;
    }

    /**
     * Hears of an outcome, on the thread that brings it; the failure comes without the wrapper that stages add.
     *
     * @param stage of our own
     * @param action short; must not throw
     * @param <T> what it completes with
     */
    public static <T> void then(
            CompletionStage<T> stage, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        CompletionStage<T> unused =
                stage.whenComplete((value, failure) -> action.accept(value, failure == null ? null : cause(failure)));
    }

    /**
     * Waits for a future of our own: in the executor's way, where it has one. Else without the executor, so that it ends on the
     * executor's only thread, too.
     *
     * @param inner stays inside
     * @param <T> what it completes with
     * @return what it completed with
     * @throws InterruptedException where the waiting thread is interrupted; the future goes on
     * @throws ExecutionException where it failed
     */
    public <T> T await(CompletableFuture<T> inner) throws InterruptedException, ExecutionException {
        return executor instanceof FutureSource ? copy(inner).get() : inner.get();
    }

    /**
     * Completes a future that was handed out, on the executor.
     *
     * @param handedOut made by {@link #future}
     * @param value without effect where it is complete
     * @param <T> of the value
     */
    public <T> void complete(CompletableFuture<T> handedOut, T value) {
        execute(() -> handedOut.complete(value));
    }

    /**
     * Fails a future that was handed out, on the executor.
     *
     * @param handedOut made by {@link #future}
     * @param failure without effect where it is complete
     */
    public void fail(CompletableFuture<?> handedOut, Throwable failure) {
        execute(() -> handedOut.completeExceptionally(failure));
    }

    /**
     * {@return what a future failed with, without the wrapper that stages add}
     *
     * @param failure maybe in a wrapper
     */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    @SuppressWarnings("NullAway") // a CompletableFuture<Void> completes with null
    private static <T> void settle(CompletableFuture<T> copy, @Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            copy.complete(value);
        } else {
            copy.completeExceptionally(failure);
        }
    }
}
