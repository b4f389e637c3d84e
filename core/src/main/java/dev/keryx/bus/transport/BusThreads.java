package dev.keryx.bus.transport;

import dev.keryx.FutureSource;
import dev.keryx.threads.HandlerThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a bus runs handlers, listeners and what applications hang on its futures: the executor it was given, or threads of
 * its own between start and end.
 */
final class BusThreads implements Executor, FutureSource {
    private static final Logger LOG = LoggerFactory.getLogger(BusThreads.class);

    private final @Nullable Executor given;
    private volatile @Nullable HandlerThreads own;

    BusThreads(@Nullable Executor given) {
        this.given = given;
    }

    @Override
    public <T> CompletableFuture<T> newFuture() {
        return given == null
                ? new CompletableFuture<>()
                : FutureSource.of(given).newFuture();
    }

    /** Whether waiting is the executor's own business, done inside its futures. */
    boolean waitsInFutures() {
        return given instanceof FutureSource;
    }

    void open() {
        if (given == null && own == null) {
            own = new HandlerThreads("keryx-bus");
        }
    }

    /** What was handed over before still runs. */
    void close() {
        HandlerThreads ending = own;
        own = null;
        if (ending != null) {
            ending.close();
        }
    }

    /** Hands the task over; false where nobody takes it. */
    boolean tryExecute(Runnable task) {
        Executor threads = given != null ? given : own;
        if (threads == null) {
            return false;
        }
        try {
            threads.execute(task);
            return true;
        } catch (Throwable rejected) {
            LOG.debug("The executor took no task", rejected);
            return false;
        }
    }

    /**
     * Hands over a task that must not be lost. Where nobody takes it, it gets a thread to itself: never the caller's, which
     * may be an I/O thread.
     */
    @Override
    public void execute(Runnable task) {
        if (!tryExecute(task)) {
            Thread spare = new Thread(task, "keryx-bus-spare");
            spare.setDaemon(true);
            spare.start();
        }
    }
}
