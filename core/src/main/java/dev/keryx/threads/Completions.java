package dev.keryx.threads;

import dev.keryx.FutureSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes futures that applications hold, on their executor and in order, many in one task.
 *
 * <p>What an application hung on a future may block, even until another of these futures completes. So before such a
 * future is completed the queue is given up, and whoever finds more in it has another task take over; a future nobody
 * hangs on is completed on the spot. The order is that in which completions begin: from there on, two may overtake each other.
 *
 * <p>What is hung on in the very moment between the look and the completion runs while the queue is held, for Java completes
 * nothing on condition. It delays the others by its own length, and would wait for ever only if it blocks until one of those
 * behind it in the queue. A task for every completion would close that moment, and give up what this class is for.
 */
public final class Completions {
    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

    private record Completion<T>(
            CompletableFuture<T> future,
            @Nullable T value,
            @Nullable Throwable failure) {
        // NullAway: a future of a nullable value is written CompletableFuture<T> all over the JDK.
        @SuppressWarnings("NullAway")
        void run() {
            if (failure == null) {
                future.complete(value);
            } else {
                future.completeExceptionally(failure);
            }
        }
    }

    private final Executor threads;
    private final FutureSource futures;
    private final MpscQueue<Completion<?>> queue = new MpscQueue<>();
    // Whoever owns the queue may poll; scheduled is true from handing a task over until it begins.
    private final AtomicBoolean owned = new AtomicBoolean();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /**
     * On these threads.
     *
     * @param threads must not reject and must not run tasks in the caller
     */
    public Completions(Executor threads) {
        this.threads = threads;
        this.futures = FutureSource.of(threads);
    }

    /**
     * {@return a future to hand out, made here and nowhere else}
     *
     * @param <T> what it will complete with
     */
    public <T> CompletableFuture<T> future() {
        return futures.newFuture();
    }

    /**
     * {@return a future to hand out that has its value already}
     *
     * @param value what it has
     * @param <T> of the value
     */
    // NullAway: a future of a nullable value is written CompletableFuture<T> all over the JDK.
    @SuppressWarnings("NullAway")
    public <T> CompletableFuture<T> done(@Nullable T value) {
        CompletableFuture<T> future = future();
        future.complete(value);
        return future;
    }

    /**
     * {@return a future to hand out that has failed already}
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
     * Soon completes the future with the value; any thread.
     *
     * @param future made by {@link #future}
     * @param value without effect where it is complete
     * @param <T> of the value
     */
    public <T> void complete(CompletableFuture<T> future, @Nullable T value) {
        add(new Completion<>(future, value, null));
    }

    /**
     * Soon fails the future; any thread.
     *
     * @param future made by {@link #future}
     * @param failure without effect where it is complete
     */
    public void fail(CompletableFuture<?> future, Throwable failure) {
        add(new Completion<>(future, null, failure));
    }

    private void add(Completion<?> completion) {
        queue.add(completion);
        wake();
    }

    private void wake() {
        if (!owned.get() && !scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                threads.execute(this::run);
            } catch (Throwable rejected) { // no thread to be had: it stays, and goes with the next one that is taken
                scheduled.set(false);
                LOG.error("Nothing takes the completion of futures", rejected);
            }
        }
    }

    private void run() {
        scheduled.set(false);
        while (owned.compareAndSet(false, true)) {
            Completion<?> next = queue.poll();
            while (next != null && next.future().getNumberOfDependents() == 0) {
                next.run();
                next = queue.poll();
            }
            owned.set(false);
            if (!queue.isEmpty()) {
                wake();
            }
            if (next == null) {
                return;
            }
            next.run();
        }
    }
}
