package dev.keryx.bus.transport;

import dev.keryx.FutureSource;
import dev.keryx.threads.HandlerThreads;
import dev.keryx.threads.SpareThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two kinds of thread of a bus. <em>Callback threads</em> run handlers, listeners and what applications hang on futures:
 * the executor that was given, or the bus's own. <em>Driver threads</em> call the driver, and are always the bus's own, so
 * that handlers which block every thread of a small executor cannot keep a heartbeat from being sent.
 *
 * <p>The bus's own threads exist between start and end. The one exception is an executor that is a {@link FutureSource}:
 * whoever makes the futures too wants everything to happen on it, and there are no other threads then.
 */
final class BusThreads implements Executor, FutureSource {
    private static final Logger LOG = LoggerFactory.getLogger(BusThreads.class);

    private final @Nullable Executor given;
    private final Executor drivers = this::executeForDriver;
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

    /** Whether everything happens on the given executor, and whoever waits does so inside its futures. */
    boolean areAllGiven() {
        return given instanceof FutureSource;
    }

    void open() {
        if (own == null && !areAllGiven()) {
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

    /** Whether there are callback threads at all. */
    boolean areOpen() {
        return given != null || own != null;
    }

    /** Hands a handler's task to a callback thread; false where nobody takes it. */
    boolean tryExecute(Runnable task) {
        return tryOn(given != null ? given : own, task);
    }

    /**
     * Hands a task that must not be lost to a callback thread. Where the given executor takes none, one of the bus's own runs
     * it, and where there is none either, a thread just for it: never the caller's, which may be an I/O thread.
     */
    @Override
    public void execute(Runnable task) {
        if (!tryExecute(task)) {
            executeForDriver(task);
        }
    }

    /** Where drivers are called. Takes every task. */
    Executor drivers() {
        return drivers;
    }

    private void executeForDriver(Runnable task) {
        if (!tryOn(areAllGiven() ? given : own, task)) {
            SpareThread.run("keryx-bus-spare", task);
        }
    }

    private static boolean tryOn(@Nullable Executor threads, Runnable task) {
        if (threads == null) {
            return false;
        }
        try {
            threads.execute(task);
            return true;
        } catch (Throwable rejected) {
            LOG.debug("An executor took no task", rejected);
            return false;
        }
    }
}
