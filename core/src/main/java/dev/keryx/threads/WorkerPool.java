package dev.keryx.threads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As many threads as there are tasks that block, and no more wake-ups than needed.
 *
 * <p>Tasks go to one queue. As long as some worker is <em>searching</em>, that is awake and about to look there, a new task
 * wakes nobody. A worker that finds a task stops searching, and if more tasks wait, wakes another first, or makes one: so
 * whatever a task does, the next one has a worker. One worker that finds nothing goes on looking for a few microseconds
 * before it sleeps; that saves a wake-up for each task where tasks are short and come fast.
 */
final class WorkerPool implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private static final int LOOKS = 100;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final ThreadFactory factory;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger searching = new AtomicInteger();
    private volatile boolean closed;
    // Those asleep, the one to sleep last first; guarded by itself.
    private final Deque<Worker> idle = new ArrayDeque<>();

    WorkerPool(String name) {
        this(name, named(name));
    }

    WorkerPool(String name, ThreadFactory factory) {
        this.name = name;
        this.factory = factory;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger made = new AtomicInteger();
        return task -> new Thread(task, name + "-" + made.incrementAndGet());
    }

    /** A task that is rejected never runs. */
    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("the threads " + name + " have ended");
        }
        tasks.add(task);
        try {
            seeToIt();
        } catch (Throwable noThread) {
            if (tasks.remove(task)) {
                throw new RejectedExecutionException("there is no thread to be had", noThread);
            }
        }
    }

    /** Makes sure that somebody looks into the queue. */
    private void seeToIt() {
        if (searching.get() == 0 && searching.compareAndSet(0, 1)) {
            Worker sleeping;
            synchronized (idle) {
                sleeping = idle.poll();
            }
            if (sleeping != null) {
                sleeping.wake();
            } else {
                makeWorker();
            }
        }
    }

    private void makeWorker() {
        try {
            new Worker().start();
        } catch (Throwable noThread) {
            searching.decrementAndGet();
            throw noThread;
        }
    }

    /** What was handed over before still runs. */
    void close() {
        closed = true;
        List<Worker> all;
        synchronized (idle) {
            all = new ArrayList<>(idle);
        }
        all.forEach(sleeping -> LockSupport.unpark(sleeping.thread));
    }

    /** One thread. It begins searching. */
    private final class Worker implements Runnable {
        private final Thread thread = factory.newThread(this);
        // Set by whoever took it out of the idle ones, and counted it as searching.
        private volatile boolean woken;

        void start() {
            thread.setDaemon(true);
            thread.start();
        }

        void wake() {
            woken = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            boolean stays = true;
            while (stays) {
                Runnable task = search();
                if (task == null) {
                    stays = sleep();
                } else {
                    searching.decrementAndGet();
                    work(task);
                    searching.incrementAndGet();
                }
            }
        }

        private @Nullable Runnable search() {
            Runnable task = tasks.poll();
            for (int looks = 0; task == null && looks < LOOKS && searching.get() == 1; looks++) {
                Thread.onSpinWait();
                task = tasks.poll();
            }
            return task;
        }

        private void work(Runnable task) {
            try {
                if (!tasks.isEmpty()) {
                    seeToIt();
                }
            } catch (Throwable noThread) {
                LOG.error("There is no thread for the tasks that wait, they run when this one is free", noThread);
            }
            try {
                task.run();
            } catch (Throwable failure) {
                LOG.error("A task failed", failure);
            }
        }

        /** Searches no longer; true when it is to search again, false when the thread is to end. */
        private boolean sleep() {
            synchronized (idle) {
                idle.push(this);
            }
            searching.decrementAndGet();
            // Whoever added a task before that relied on this worker, so it looks once more.
            if (!tasks.isEmpty() && withdraws()) {
                searching.incrementAndGet();
                return true;
            }
            Thread.interrupted();
            if (!woken && !closed) {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
            if (!woken && withdraws()) {
                return false;
            }
            while (!woken) {
                Thread.onSpinWait();
            }
            woken = false;
            return true;
        }

        private boolean withdraws() {
            synchronized (idle) {
                return idle.remove(this);
            }
        }
    }
}
