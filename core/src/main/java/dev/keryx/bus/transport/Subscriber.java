package dev.keryx.bus.transport;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionStats;
import dev.keryx.bus.TopicFilter;
import dev.keryx.threads.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What both kinds of subscription are made of: seats at filters, one delivery, and an end. */
final class Subscriber {
    private final BusContext bus;
    private final Registry registry;
    private final SubscribeOptions options;
    private final Subscription face;
    private final Delivery delivery;
    private final Promise<CloseCause> closed;
    private final @Nullable Predicate<Message> unwanted;
    private final boolean endsWithItsSeat;
    private final Consumer<CloseCause> ended;

    // Changed in control, read anywhere.
    private final Map<TopicFilter, Seat> seats = new ConcurrentHashMap<>(2);
    private final AtomicBoolean over = new AtomicBoolean();
    // In control.
    private final List<Consumer<DrainReport>> reporting = new ArrayList<>(0);
    private @Nullable DrainReport report;
    private boolean draining;
    private CloseCause drainCause = CloseCause.ASKED;
    private int seatsToLeave;
    private boolean takesMore = true;

    Subscriber(
            BusContext bus,
            Registry registry,
            SubscribeOptions options,
            MessageHandler handler,
            Subscription face,
            boolean endsWithItsSeat,
            @Nullable Demand demand,
            Consumer<CloseCause> ended) {
        this.bus = bus;
        this.registry = registry;
        this.options = options;
        this.face = face;
        this.endsWithItsSeat = endsWithItsSeat;
        this.unwanted = options.skipped().orElse(null);
        SubscriptionNews news = new SubscriptionNews(bus, options, face, this::name, this::cancelled);
        this.delivery = new Delivery(bus, news, options, handler, demand);
        this.ended = ended;
        this.closed = bus.promise();
    }

    boolean resyncs() {
        return options.resyncs();
    }

    boolean skipsOwn() {
        return options.skipsOwn();
    }

    Map<TopicFilter, Seat> seats() {
        return seats;
    }

    Subscription face() {
        return face;
    }

    Promise<CloseCause> closed() {
        return closed;
    }

    boolean isClosed() {
        return over.get() || closed.isSettled();
    }

    boolean runsHere() {
        return delivery.runsHere();
    }

    SubscriptionStats stats() {
        return delivery.stats();
    }

    /** Takes a message in; any thread. */
    void offer(Message message) {
        if (unwanted == null || !isUnwanted(message, unwanted)) {
            delivery.offer(message);
        }
    }

    private static boolean isUnwanted(Message message, Predicate<Message> unwanted) {
        try {
            return unwanted.test(message);
        } catch (Throwable failure) {
            return false;
        }
    }

    /** Puts a gap behind what is there; any thread. Calls nothing foreign: what is to hear of it is woken separately. */
    void placeGap(Gap gap) {
        delivery.placeGap(gap);
    }

    void wake() {
        delivery.wake();
    }

    /** In control: sits down, unless it has ended. */
    void sit(Seat seat) {
        if (over.get() || draining) {
            seat.ready().fail(ended());
            return;
        }
        seats.put(seat.filter(), seat);
        registry.attach(seat);
    }

    /** In control. */
    void stand(TopicFilter filter) {
        Seat seat = seats.remove(filter);
        if (seat != null) {
            seat.closed();
            registry.detach(seat);
            endReady(seat);
        }
    }

    /** An exception is dear, and mostly nobody needs one here. */
    private void endReady(Seat seat) {
        if (!seat.ready().isSettled()) {
            seat.ready().fail(ended());
        }
    }

    /** In control: the broker refused this filter before it was ever ready. */
    void refused(Seat seat, KeryxException why) {
        seat.ready().fail(why);
        if (endsWithItsSeat) {
            close(CloseCause.REJECTED);
        } else {
            stand(seat.filter());
        }
    }

    private KeryxException ended() {
        return new KeryxException(ErrorCode.CLOSED, "the subscription " + name() + " has ended");
    }

    /** Ends it now; any thread, never waits. */
    void close(CloseCause cause) {
        if (over.compareAndSet(false, true)) {
            DrainReport outcome = delivery.end(false);
            bus.control().run(() -> finish(cause, outcome));
        }
    }

    /** In control: lets go of the filters, then runs the backlog empty; hears in control what became of it. */
    void drain(CloseCause cause, Consumer<DrainReport> onDrained) {
        if (report != null) {
            onDrained.accept(report);
            return;
        }
        reporting.add(onDrained);
        if (!draining) {
            draining = true;
            if (!over.get()) { // else the end is on its way
                drainCause = cause;
                delivery.beginDrain();
                List<Seat> leaving = List.copyOf(seats.values());
                seatsToLeave = leaving.size();
                leaving.forEach(seat -> registry.leave(seat, this::seatLeft));
                if (leaving.isEmpty()) {
                    nothingMoreComes();
                }
            }
        }
    }

    private void seatLeft() {
        if (--seatsToLeave == 0) {
            nothingMoreComes();
        }
    }

    /** In control: the broker has let go, or has been waited for long enough. Without effect the second time. */
    void nothingMoreComes() {
        if (takesMore) {
            takesMore = false;
            delivery.drain(() -> bus.control().run(() -> endDrain(false)));
        }
    }

    /** In control: the deadline has come. */
    void cutOff() {
        endDrain(true);
    }

    private void endDrain(boolean interrupt) {
        if (over.compareAndSet(false, true)) {
            finish(drainCause, delivery.end(interrupt));
        }
    }

    private void finish(CloseCause cause, DrainReport outcome) {
        seats.values().forEach(seat -> {
            seat.closed();
            registry.detach(seat);
            endReady(seat);
        });
        registry.forget(this);
        closed.complete(cause);
        ended.accept(cause);
        report = outcome;
        reporting.forEach(hears -> hears.accept(outcome));
        reporting.clear();
    }

    private void cancelled() {
        bus.control().run(() -> {
            drain(CloseCause.OVERFLOW, unused -> {});
            closed.complete(CloseCause.OVERFLOW);
        });
    }

    /** For logs: the name it was given, else its filters. */
    String name() {
        if (!options.name().isEmpty()) {
            return options.name();
        }
        return seats.size() > 3 ? seats.size() + " topics" : seats.keySet().toString();
    }
}
