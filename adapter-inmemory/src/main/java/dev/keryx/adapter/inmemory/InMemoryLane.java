package dev.keryx.adapter.inmemory;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Lane;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lane on any executor: one task at a time, in order. What a task throws is logged and costs that task only. */
final class InMemoryLane implements Lane {
    private static final Logger LOG = LoggerFactory.getLogger(InMemoryGateway.class);

    /** Tasks run before others on the same executor get their turn. */
    private static final int STRETCH = 64;

    private final Executor threads;
    private final TimeSource clock;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** True from the moment a stretch is handed over until it finds nothing more to do. */
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Who runs a task of this lane now; null between tasks, even on an executor of one thread. */
    private volatile @Nullable Thread runner;

    InMemoryLane(Executor threads, TimeSource clock) {
        this.threads = threads;
        this.clock = clock;
    }

    /** Any thread. Without effect once the executor has ended: then there is no link either. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                threads.execute(this::stretch);
            } catch (RejectedExecutionException ended) {
                scheduled.set(false);
                tasks.clear();
            }
        }
    }

    private void stretch() {
        runner = Thread.currentThread();
        for (int i = 0; i < STRETCH; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            run(task);
        }
        runner = null;
        scheduled.set(false);
        if (!tasks.isEmpty()) {
            schedule();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.error("A task of a lane failed", failure);
        }
    }

    @Override
    public boolean inLane() {
        return runner == Thread.currentThread();
    }

    @Override
    public Registration later(Runnable task, Duration delay) {
        AtomicBoolean open = new AtomicBoolean(true);
        Registration timer = clock.after(
                delay,
                () -> execute(() -> {
                    if (open.getAndSet(false)) {
                        task.run();
                    }
                }));
        return () -> {
            open.set(false);
            timer.close();
        };
    }

    @Override
    public Chunk chunk(int bytes) {
        return new InMemoryChunk();
    }
}
