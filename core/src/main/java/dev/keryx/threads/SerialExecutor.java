package dev.keryx.threads;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in order on another executor, a bounded number at a stretch, so that a busy one leaves room
 * for others. What a task throws is logged and costs that task only.
 */
public final class SerialExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    /** Tasks run before others on the same threads get their turn. */
    private static final int STRETCH = 64;

    private final Executor threads;
    private final MpscQueue<Runnable> tasks = new MpscQueue<>();
    // True from the moment a stretch is handed over until it finds nothing more to do.
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /**
     * On another executor.
     *
     * @param threads stay their owner's
     */
    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    /**
     * Any thread; never runs the task in the caller unless the executor beneath does.
     *
     * @throws java.util.concurrent.RejectedExecutionException from the executor beneath; the task stays and runs with the
     *     next one that is taken
     */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        schedule();
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                threads.execute(this::stretch);
            } catch (Throwable rejected) {
                scheduled.set(false);
                throw rejected;
            }
        }
    }

    private void stretch() {
        for (int i = 0; i < STRETCH; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            run(task);
        }
        scheduled.set(false);
        if (!tasks.isEmpty()) {
            schedule();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.error("A task failed", failure);
        }
    }
}
