package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.TopicFilter;
import dev.keryx.threads.Callbacks;
import dev.keryx.threads.Thrown;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reactive subscriber: a subscription whose handler it is, in steps that it asks for.
 *
 * <p>Its signals come one after the other: {@code onSubscribe} in the thread that subscribed, messages on the callback
 * executor, the end wherever it comes about, but never while another signal is under way.
 */
final class FlowLine implements Flow.Subscription, MessageHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FlowLine.class);

    private final BusContext bus;
    private final Lifecycle lifecycle;
    private final TopicFilter filter;
    private final SubscribeOptions options;
    private final Demand demand = new Demand();

    // Guarded by this. No subscriber: it has cancelled or has heard of the end.
    private Flow.@Nullable Subscriber<? super Message> subscriber;
    private boolean busy = true;
    private @Nullable Consumer<Flow.Subscriber<? super Message>> end;
    private @Nullable FilterSubscription subscription;

    FlowLine(
            BusContext bus,
            Lifecycle lifecycle,
            TopicFilter filter,
            SubscribeOptions options,
            Flow.Subscriber<? super Message> subscriber) {
        this.bus = bus;
        this.lifecycle = lifecycle;
        this.filter = filter;
        this.options = options;
        this.subscriber = subscriber;
    }

    void begin() {
        try {
            Flow.Subscriber<? super Message> fresh = subscriber;
            if (fresh != null) {
                fresh.onSubscribe(this);
            }
        } catch (Throwable failure) {
            LOG.warn("A subscriber to {} failed at once: {}", filter, Thrown.brief(failure));
            cancel();
        }
        if (lifecycle.isEnding()) {
            end(told -> told.onError(new KeryxException(ErrorCode.CLOSED, "the bus takes no more subscriptions")));
        }
        leave();
        if (isOpen()) {
            subscribe();
        }
    }

    private synchronized boolean isOpen() {
        return subscriber != null && end == null;
    }

    private void subscribe() {
        FilterSubscription made =
                new FilterSubscription(bus, lifecycle.registry(), filter, options, this, demand, this::ended);
        bus.control()
                .run(() -> lifecycle.admit(
                        made.subscriber(), () -> made.subscriber().sit(made.seat())));
        boolean late;
        synchronized (this) {
            subscription = made;
            late = !isOpen();
        }
        if (late) {
            made.close();
        } else {
            made.subscriber().wake();
        }
    }

    @Override
    public void request(long messages) {
        if (messages <= 0) {
            end(told -> told.onError(new IllegalArgumentException(
                    "rule 3.9 of reactive streams: a subscriber asks for at least one, not for " + messages)));
            close();
            return;
        }
        demand.more(messages);
        FilterSubscription present = present();
        if (present != null) {
            present.subscriber().wake();
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            subscriber = null;
        }
        close();
    }

    private synchronized @Nullable FilterSubscription present() {
        return subscription;
    }

    private void close() {
        FilterSubscription present = present();
        if (present != null) {
            present.close();
        }
    }

    @Override
    public void handle(Message message) {
        Flow.Subscriber<? super Message> next = enter();
        if (next == null) {
            return;
        }
        try {
            next.onNext(message);
        } catch (Throwable failure) {
            cancel(); // it breaks its own rules; the engine counts and logs what it threw
            throw failure;
        } finally {
            leave();
        }
    }

    private synchronized Flow.@Nullable Subscriber<? super Message> enter() {
        if (!isOpen()) {
            return null;
        }
        busy = true;
        return subscriber;
    }

    private void leave() {
        synchronized (this) {
            busy = false;
        }
        tellEnd();
    }

    /** The subscription is over, and all that will be delivered has been, but for what a deadline cut off. In control. */
    private void ended(CloseCause cause) {
        switch (cause) {
            case ASKED -> {
                synchronized (this) {
                    subscriber = end == null ? null : subscriber;
                }
            }
            case BUS_CLOSED -> endLater(Flow.Subscriber::onComplete);
            case OVERFLOW ->
                endLater(told -> told.onError(new KeryxException(
                        ErrorCode.OVERFLOW, "a subscriber to " + filter + " was behind, its buffer was full")));
            case REJECTED -> endLater(told -> told.onError(refusal()));
        }
    }

    private Throwable refusal() {
        FilterSubscription refused = present();
        KeryxException unnamed = new KeryxException(ErrorCode.REJECTED, "the broker refuses " + filter);
        return refused == null
                ? unnamed
                : refused.ready()
                        .handle((unused, why) -> why == null ? unnamed : Callbacks.cause(why))
                        .join();
    }

    private void endLater(Consumer<Flow.Subscriber<? super Message>> last) {
        bus.threads().execute(() -> end(last));
    }

    private void end(Consumer<Flow.Subscriber<? super Message>> last) {
        synchronized (this) {
            end = end == null ? last : end;
        }
        tellEnd();
    }

    private void tellEnd() {
        Flow.Subscriber<? super Message> told;
        Consumer<Flow.Subscriber<? super Message>> last;
        synchronized (this) {
            if (busy || end == null || subscriber == null) {
                return;
            }
            told = subscriber;
            last = end;
            subscriber = null;
        }
        try {
            last.accept(told);
        } catch (Throwable failure) {
            LOG.warn("A subscriber to {} failed at its end: {}", filter, Thrown.brief(failure));
        }
    }
}
