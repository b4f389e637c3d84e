package dev.keryx.bus.transport;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.CloseCause;
import dev.keryx.threads.Span;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a bus up to the point where only the link is left: the broker lets go of every filter, handlers work through
 * what is buffered, publishes get their outcome; at the deadline all of that is cut short. In control.
 */
final class Shutdown {
    /** The broker is waited for no longer than this to let go; a broker that hangs sends nothing more anyway. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final BusContext bus;
    private final Set<Subscriber> draining;
    private final Publisher publisher;
    private final Consumer<DrainReport> flushed;

    private DrainReport report = DrainReport.NOTHING;
    private @Nullable Registration patience;
    private @Nullable Registration deadline;
    private long deadlineNanos = Long.MAX_VALUE;
    private boolean late;
    private boolean flushing;
    private boolean done;

    Shutdown(BusContext bus, Collection<Subscriber> subscribers, Publisher publisher, Consumer<DrainReport> flushed) {
        this.bus = bus;
        this.draining = new LinkedHashSet<>(subscribers);
        this.publisher = publisher;
        this.flushed = flushed;
    }

    void begin(Duration within) {
        List<Subscriber> all = List.copyOf(draining);
        for (Subscriber subscriber : all) {
            subscriber.drain(CloseCause.BUS_CLOSED, drained -> drained(subscriber, drained));
        }
        if (draining.isEmpty()) {
            flush();
        }
        if (!done) {
            deadlineIn(within);
        }
        if (!late && !draining.isEmpty()) {
            patience = bus.clock().after(PATIENCE, () -> bus.control().run(this::waitNoLonger));
        }
    }

    private void waitNoLonger() {
        List.copyOf(draining).forEach(Subscriber::nothingMoreComes);
    }

    /** Ends it by then, unless it is to end earlier. */
    void deadlineIn(Duration within) {
        Duration limit = Span.countable(within);
        long at = bus.clock().nanos() + limit.toNanos();
        if (deadline != null && at - deadlineNanos >= 0) {
            return;
        }
        deadlineNanos = at;
        cancel(deadline);
        if (within.isZero() || within.isNegative()) {
            cutOff();
        } else {
            deadline = bus.clock().after(limit, () -> bus.control().run(this::cutOff));
        }
    }

    private void drained(Subscriber subscriber, DrainReport drained) {
        if (draining.remove(subscriber)) {
            report = report.and(drained);
            if (draining.isEmpty()) {
                flush();
            }
        }
    }

    private void cutOff() {
        late = true;
        List.copyOf(draining).forEach(Subscriber::cutOff);
        if (flushing) {
            giveUp();
        }
    }

    private void flush() {
        if (!flushing) {
            flushing = true;
            publisher.close(() -> bus.control().run(this::finish));
            if (late) {
                giveUp();
            }
        }
    }

    private void giveUp() {
        publisher.giveUp(new KeryxException(
                ErrorCode.OUTCOME_UNKNOWN, "the bus ended before the answer, the message may have arrived"));
    }

    private void finish() {
        if (!done) {
            done = true;
            cancel(patience);
            cancel(deadline);
            flushed.accept(report);
        }
    }

    private static void cancel(@Nullable Registration timer) {
        if (timer != null) {
            timer.close();
        }
    }
}
