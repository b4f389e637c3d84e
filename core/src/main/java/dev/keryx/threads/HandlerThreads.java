package dev.keryx.threads;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run an application's handlers where it brings none of its own: as many as are needed at once, because a
 * bounded pool would let blocked handlers hold up the others. Named daemon threads, idle ones leave after ten seconds.
 *
 * <p>Virtual threads from JDK 24 on. Before, a virtual thread that blocks inside {@code synchronized} takes its carrier with
 * it, and as many such handlers as there are processors would hold up all others.
 */
public final class HandlerThreads implements Executor, AutoCloseable {
    private static final int VIRTUAL_THREADS_NEVER_PIN = 24;
    private static final long IDLE_SECONDS = 10;

    private final ExecutorService threads;

    /** Starts no thread yet. The threads are called {@code name-1}, {@code name-2} and so on. */
    public HandlerThreads(String name) {
        threads = Runtime.version().feature() >= VIRTUAL_THREADS_NEVER_PIN ? virtual(name) : cached(name);
    }

    private static ExecutorService cached(String name) {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** {@code Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 1).factory())}, unknown to JDK 17. */
    private static ExecutorService virtual(String name) {
        try {
            Class<?> builderType = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            builder = builderType.getMethod("name", String.class, long.class).invoke(builder, name + "-", 1L);
            Object factory = builderType.getMethod("factory").invoke(builder);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException unexpected) {
            return cached(name);
        }
    }

    /** @throws java.util.concurrent.RejectedExecutionException after close */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Takes no further task; what runs runs on, and its thread leaves afterwards. Never waits. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
