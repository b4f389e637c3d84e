package dev.keryx.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A future that runs the simulation's queue while it is waited for on the simulation's own thread, and fails where there is
 * nothing left to run: nobody could ever complete it. So do the futures that hang on it. On other threads it blocks.
 *
 * @param <T> its value
 */
final class SimulatedFuture<T> extends CompletableFuture<T> {
    private final TaskQueue queue;

    SimulatedFuture(TaskQueue queue) {
        this.queue = queue;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new SimulatedFuture<>(queue);
    }

    @Override
    public T join() {
        await();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        await();
        return super.get();
    }

    /** Does not wait for the time to pass, which it never does by itself. */
    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException {
        await();
        return super.get();
    }

    private void await() {
        if (queue.isOwnThread() && !queue.runUntil(this::isDone)) {
            throw new IllegalStateException("nothing left to run; advance the clock?");
        }
    }
}
