package dev.keryx.bus.transport;

import dev.keryx.DrainReport;
import dev.keryx.Gap;
import dev.keryx.bus.GapHandler;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.SubscriptionStats;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Brings one subscription's backlog to its handler, one message at a time, on the callback executor.
 *
 * <p>Whoever offers a message while nothing is scheduled hands one task over; it runs a stretch of messages and hands itself
 * over again, so that many busy subscriptions share few threads fairly.
 */
final class Delivery implements Runnable {
    /** Messages handled before other subscriptions on the same threads get their turn. */
    private static final int STRETCH = 256;

    /** How long after the executor took nothing it is asked again, if no message comes earlier. */
    private static final Duration REJECTED_PAUSE = Duration.ofMillis(50);

    private final BusContext bus;
    private final SubscriptionEvents events;
    private final Backlog backlog;
    private final MessageHandler handler;
    private final @Nullable GapHandler gapHandler;
    // Null: everything is wanted at once.
    private final @Nullable Demand demand;

    // True from the moment a task is handed over until it finds nothing to do.
    private final AtomicBoolean scheduled = new AtomicBoolean();
    // One timer asks again, however many messages find the executor refusing.
    private final AtomicBoolean asksAgain = new AtomicBoolean();
    private volatile boolean closed;
    // Guarded by this: whoever interrupts holds the monitor, so that no interrupt strays to a thread's next task.
    private @Nullable Thread runner;
    private @Nullable Runnable onDrained;
    private long deliveredBefore;
    // Of the running task only.
    private final Backlog.Taken taken = new Backlog.Taken();
    private @Nullable Gap unheard;

    Delivery(
            BusContext bus,
            SubscriptionEvents events,
            SubscribeOptions options,
            MessageHandler handler,
            @Nullable Demand demand) {
        this.bus = bus;
        this.events = events;
        this.backlog = new Backlog(options);
        this.handler = handler;
        this.gapHandler = options.gapHandler().orElse(null);
        this.demand = demand;
    }

    /** Takes a message in; any thread, never blocks. */
    void offer(Message message) {
        Backlog.Verdict verdict = backlog.offer(message);
        switch (verdict) {
            case TAKEN -> wake();
            case OVERFLOWED, DROPPED -> {
                events.dropped(verdict == Backlog.Verdict.OVERFLOWED);
                wake();
            }
            case CANCELLED -> events.cancelled();
            case REFUSED -> {}
        }
        if (closed) {
            discard();
        }
    }

    /** Puts a gap behind what waits; any thread. {@link #wake} is to follow. */
    void placeGap(Gap gap) {
        backlog.gap(gap);
    }

    /** Sees to it that what waits is handled, if it is wanted; any thread. */
    void wake() {
        if (isWanted() && !scheduled.get() && scheduled.compareAndSet(false, true)) {
            handOver();
        }
    }

    private boolean isWanted() {
        return demand == null || demand.isThere();
    }

    private void handOver() {
        if (!bus.threads().tryExecute(this)) {
            scheduled.set(false);
            if (!closed && bus.threads().areOpen()) { // else whoever opens them wakes it
                events.rejected();
                askAgain();
            }
        }
    }

    private void askAgain() {
        if (asksAgain.compareAndSet(false, true)) {
            var unused = bus.clock().after(REJECTED_PAUSE, () -> {
                asksAgain.set(false);
                wake();
            });
        }
    }

    @Override
    public void run() {
        synchronized (this) {
            runner = Thread.currentThread();
        }
        int handled = 0;
        while (handled < STRETCH && isWanted() && backlog.take(taken)) {
            handleTaken();
            handled++;
        }
        backlog.done();
        synchronized (this) {
            runner = null;
        }
        Thread.interrupted(); // whatever a handler or a deadline left behind is not the next task's
        rest();
    }

    private void rest() {
        scheduled.set(false);
        if (!backlog.isEmpty()) {
            wake(); // looks at the demand again, which may have come in the meantime
        } else {
            tellIfDrained();
        }
    }

    private void handleTaken() {
        if (taken.gap != null) {
            unheard = unheard == null ? taken.gap : unheard.and(taken.gap);
        }
        if (unheard != null) {
            handleGap(unheard);
        }
        Message message = taken.message;
        taken.message = null;
        if (message != null) {
            events.delivered();
            if (demand != null) {
                demand.use();
            }
            try {
                handler.handle(message);
            } catch (Throwable failure) {
                backlog.countFailure();
                events.failed(failure);
            }
            Thread.interrupted();
        }
    }

    private void handleGap(Gap gap) {
        unheard = null;
        events.gapComes(gap);
        if (gapHandler == null || closed) {
            return;
        }
        try {
            gapHandler.handle(gap);
        } catch (Throwable failure) {
            unheard = gap;
            events.failed(failure);
        }
        Thread.interrupted();
    }

    /** What is delivered from now on counts for the drain's report. */
    synchronized void beginDrain() {
        deliveredBefore = backlog.stats().delivered();
    }

    /** Takes no more; calls back, on any thread, when all that waits has been handled. */
    void drain(Runnable whenDone) {
        synchronized (this) {
            backlog.end();
            onDrained = whenDone;
        }
        if (backlog.isEmpty()) {
            tellIfDrained();
        } else {
            wake();
        }
    }

    private void tellIfDrained() {
        Runnable tell = null;
        synchronized (this) {
            if (onDrained != null && runner == null && !scheduled.get() && backlog.isEmpty()) {
                tell = onDrained;
                onDrained = null;
            }
        }
        if (tell != null) {
            tell.run();
        }
    }

    private long discard() {
        long count = backlog.discard();
        if (count > 0) {
            events.discarded(count);
        }
        return count;
    }

    /**
     * Ends now: what waits is thrown away; the invocation under way may finish, interrupted if so asked. Tells what became
     * of everything since the drain began.
     */
    DrainReport end(boolean interrupt) {
        closed = true;
        long count = discard();
        synchronized (this) {
            Thread busy = interrupt && backlog.isOut() ? runner : null;
            if (busy != null) {
                busy.interrupt();
            }
            onDrained = null;
            return new DrainReport(backlog.stats().delivered() - deliveredBefore, count, busy == null ? 0 : 1);
        }
    }

    /** Whether the caller is inside this subscription's handler. */
    synchronized boolean runsHere() {
        return runner == Thread.currentThread();
    }

    SubscriptionStats stats() {
        return backlog.stats();
    }
}
