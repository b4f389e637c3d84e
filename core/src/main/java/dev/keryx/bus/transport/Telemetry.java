package dev.keryx.bus.transport;

import dev.keryx.KeryxException;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.Topic;
import dev.keryx.threads.SerialExecutor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the observer: what happens to handlers on their own threads, everything else one after the other on the callback
 * executor, so that no I/O thread ever runs it. Whatever it throws harms nobody.
 */
final class Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    private final BusObserver observer;
    private final SerialExecutor tasks;

    Telemetry(BusObserver observer, BusThreads threads) {
        this.observer = observer;
        this.tasks = new SerialExecutor(threads);
    }

    /** For what is rare. Any thread, an I/O thread too. */
    void tell(Consumer<BusObserver> event) {
        if (observer != BusObserver.NONE) {
            tasks.execute(() -> guarded(event));
        }
    }

    /** Writes to a log, which may block, away from I/O threads. */
    void log(Runnable line) {
        tasks.execute(line);
    }

    /** As {@link #tellHere}, for each message. */
    void delivered(Subscription subscription) {
        if (observer != BusObserver.NONE) {
            guarded(told -> told.delivered(subscription));
        }
    }

    /** For what happens on a handler's own thread: at once. */
    void tellHere(Consumer<BusObserver> event) {
        if (observer != BusObserver.NONE) {
            guarded(event);
        }
    }

    /** A publish failed; any thread. */
    void publishFailed(Topic topic, KeryxException why) {
        if (observer != BusObserver.NONE) {
            tasks.execute(() -> guarded(told -> told.publishFailed(topic, why)));
        }
    }

    private void guarded(Consumer<BusObserver> event) {
        try {
            event.accept(observer);
        } catch (Throwable failure) {
            LOG.warn("The bus observer failed", failure);
        }
    }
}
