package dev.keryx.threads;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run an application's handlers where it brings no executor of its own. There are as many as are busy: a
 * bound would let one blocked handler delay its siblings. On Java 21 and newer they are virtual.
 */
public final class HandlerPool {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerPool.class);
    private static final int VIRTUAL_SINCE = 21;
    private static final int IDLE_SECONDS = 30;

    private HandlerPool() {}

    /** A pool whose daemon threads are named {@code <name>-1} and so on. It starts a thread with its first task. */
    public static ExecutorService named(String name) {
        if (Runtime.version().feature() >= VIRTUAL_SINCE) {
            try {
                return virtual(name);
            } catch (ReflectiveOperationException missing) {
                LOG.debug("No virtual threads here, using platform threads", missing);
            }
        }
        AtomicInteger count = new AtomicInteger();
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    /** By reflection, since the code is compiled for Java 17. */
    private static ExecutorService virtual(String name) throws ReflectiveOperationException {
        Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
        Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
        Object named = builder.getMethod("name", String.class, long.class).invoke(virtual, name + "-", 1L);
        Object factory = builder.getMethod("factory").invoke(named);
        Method make = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
        return (ExecutorService) make.invoke(null, factory);
    }
}
