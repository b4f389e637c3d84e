package dev.keryx.threads;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run an application's handlers where it brings none of its own: as many as are needed at once, because a
 * bounded pool would let blocked handlers hold up the others. Named daemon threads, idle ones leave after ten seconds.
 *
 * <p>Virtual threads from JDK 24 on. Before, a virtual thread that blocks inside {@code synchronized} takes its carrier with
 * it, and as many such handlers as there are processors would hold up all others.
 */
public final class HandlerThreads implements Executor, AutoCloseable {
    private static final int VIRTUAL_THREADS_NEVER_PIN = 24;

    private final Executor threads;
    private final Runnable end;

    /**
     * Starts no thread yet. The threads are called {@code name-1}, {@code name-2} and so on.
     *
     * @param name of what they run for
     */
    public HandlerThreads(String name) {
        ExecutorService virtual = Runtime.version().feature() >= VIRTUAL_THREADS_NEVER_PIN ? virtual(name) : null;
        if (virtual != null) {
            threads = virtual;
            end = virtual::shutdown;
        } else {
            WorkerPool pool = new WorkerPool(name);
            threads = pool;
            end = pool::close;
        }
    }

    /**
     * {@code Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 1).factory())}, which JDK 17 does not
     * know; null where it turns out that this one does not either.
     */
    private static @Nullable ExecutorService virtual(String name) {
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
            return null;
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
        end.run();
    }
}
