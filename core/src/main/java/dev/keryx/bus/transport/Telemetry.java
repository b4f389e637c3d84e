package dev.keryx.bus.transport;

import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.Topic;
import dev.keryx.threads.Seldom;
import dev.keryx.threads.SerialExecutor;
import dev.keryx.threads.Thrown;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the observer: what happens to handlers on their own threads, everything else one after the other on the callback
 * executor, so that no I/O thread ever runs it. Whatever it throws harms nobody.
 */
final class Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    /** Events kept for an observer that is slow; beyond, they are not told. */
    private static final int MOST_WAITING = 65_536;

    private final BusObserver observer;
    private final SerialExecutor tasks;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder untold = new LongAdder();
    private final Seldom failures;

    Telemetry(BusObserver observer, BusThreads threads, TimeSource clock) {
        this.observer = observer;
        this.tasks = new SerialExecutor(threads);
        this.failures = new Seldom(clock);
    }

    private boolean later(Runnable task) {
        boolean fits = waiting.getAndIncrement() < MOST_WAITING;
        if (fits) {
            tasks.execute(() -> {
                waiting.getAndDecrement();
                task.run();
                tellUntold();
            });
        } else {
            waiting.getAndDecrement();
            untold.increment();
        }
        return fits;
    }

    private void tellUntold() {
        long missed = untold.sum() == 0 ? 0 : untold.sumThenReset();
        if (missed > 0) {
            LOG.warn("The bus observer is slow, {} events were not told", missed);
        }
    }

    /** For what is rare. Any thread, an I/O thread too. False where the observer is so far behind that it will not hear of it. */
    boolean tell(Consumer<BusObserver> event) {
        return observer == BusObserver.NONE || later(() -> guarded(event));
    }

    /** For what comes often: one more of what is told as a number. At most one telling waits. Any thread. */
    void count(AtomicLong since, ObjLongConsumer<BusObserver> event) {
        if (observer != BusObserver.NONE && since.getAndIncrement() == 0) {
            tasks.execute(() -> guarded(told -> event.accept(told, since.getAndSet(0))));
        }
    }

    /** Writes to a log, which may block, away from I/O threads. */
    void log(Runnable line) {
        later(line);
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
            later(() -> guarded(told -> told.publishFailed(topic, why)));
        }
    }

    private void guarded(Consumer<BusObserver> event) {
        try {
            event.accept(observer);
        } catch (Throwable failure) {
            if (failures.now()) {
                LOG.warn("The bus observer failed: {}; more within a minute is not logged", Thrown.brief(failure));
            }
            LOG.debug("The bus observer failed", failure);
        }
    }
}
