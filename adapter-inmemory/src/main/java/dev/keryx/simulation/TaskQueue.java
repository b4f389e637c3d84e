package dev.keryx.simulation;

import dev.keryx.FutureSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All work of a simulation, in the order in which it was handed over, run by whoever waits on the simulation's own thread.
 * Waiting may nest: a handler that waits runs what comes after it, as other threads would while it is blocked.
 */
final class TaskQueue implements Executor, FutureSource {
    /** More tasks than any test has without the clock moving: something goes round in a circle. */
    private static final int ENDLESS = 5_000_000;

    private final Thread owner = Thread.currentThread();
    private final ManualClock clock;
    private final Consumer<Throwable> failures;

    /** Guarded by itself: a task of the application's own may come from another thread. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    TaskQueue(ManualClock clock, Consumer<Throwable> failures) {
        this.clock = clock;
        this.failures = failures;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
        }
    }

    @Override
    public <T> CompletableFuture<T> newFuture() {
        return new SimulatedFuture<>(this);
    }

    boolean isOwnThread() {
        return Thread.currentThread() == owner;
    }

    /** Runs everything, and the timers that are due already, until nothing is left. */
    void settle() {
        runUntil(() -> false);
    }

    /** Runs tasks and due timers until the condition holds; false: nothing is left and it does not hold. */
    boolean runUntil(BooleanSupplier enough) {
        if (!isOwnThread()) {
            throw new IllegalStateException("a simulation runs on the thread that made it, " + owner.getName());
        }
        for (int count = 0; !enough.getAsBoolean(); count++) {
            if (count == ENDLESS) {
                throw new AssertionError("it does not settle: " + ENDLESS + " tasks without the clock moving");
            }
            Runnable task = next();
            if (task == null && !clock.runDue()) {
                return enough.getAsBoolean();
            }
            if (task != null) {
                run(task);
            }
        }
        return true;
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            return tasks.poll();
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            failures.accept(failure);
        }
    }

    /** Moves the clock from timer to timer and settles at each. */
    void advanceTo(long nanos) {
        settle();
        clock.advanceTo(nanos, this::settle);
        settle();
    }
}
