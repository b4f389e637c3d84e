package dev.keryx.bus.transport;

import dev.keryx.Gap;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.threads.Seldom;
import dev.keryx.threads.Thrown;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of one subscription, to the observer and in the log. */
final class SubscriptionNews implements SubscriptionEvents {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionNews.class);

    private final BusContext bus;
    private final SubscribeOptions options;
    private final Subscription face;
    private final Supplier<String> name;
    private final Runnable onCancelled;

    private final AtomicBoolean rejecting = new AtomicBoolean();
    private final AtomicLong untoldDrops = new AtomicLong();
    // Made when something is to be logged for the first time; threads that race may log twice.
    private volatile @Nullable Seldom failures;
    private volatile @Nullable Seldom overflows;

    /** @param name for logs */
    SubscriptionNews(
            BusContext bus, SubscribeOptions options, Subscription face, Supplier<String> name, Runnable onCancelled) {
        this.bus = bus;
        this.options = options;
        this.face = face;
        this.name = name;
        this.onCancelled = onCancelled;
    }

    @Override
    public void delivered() {
        if (rejecting.get()) {
            rejecting.set(false);
        }
        bus.telemetry().delivered(face);
    }

    @Override
    public void failed(Throwable failure) {
        failures = failures == null ? new Seldom(bus.clock()) : failures;
        if (failures.now()) {
            LOG.warn(
                    "A handler of {} failed: {}; more within a minute is not logged",
                    name.get(),
                    Thrown.brief(failure));
        }
        LOG.debug("A handler of {} failed", name.get(), failure);
        bus.telemetry().tellHere(observer -> observer.handlerFailed(face, failure));
    }

    @Override
    public void gapComes(Gap gap) {
        bus.telemetry().tellHere(observer -> observer.gap(face, gap));
    }

    @Override
    public void cancelled() {
        dropped(true);
        onCancelled.run();
    }

    @Override
    public void dropped(boolean firstOfEpisode) {
        if (firstOfEpisode) {
            logOverflow();
            bus.telemetry().tell(observer -> observer.overflowed(face, options.overflow()));
        }
        bus.telemetry().count(untoldDrops, (observer, messages) -> observer.dropped(face, messages));
    }

    private void logOverflow() {
        overflows = overflows == null ? new Seldom(bus.clock()) : overflows;
        if (overflows.now()) {
            bus.telemetry()
                    .log(() -> LOG.warn(
                            "{} is behind, its buffer is full: {}; more within a minute is not logged",
                            name.get(),
                            options.overflow()));
        }
    }

    @Override
    public void rejected() {
        if (rejecting.compareAndSet(false, true)) {
            bus.telemetry().log(() -> LOG.warn("The executor takes no tasks, messages of {} wait", name.get()));
            bus.telemetry()
                    .tell(observer -> observer.handlerFailed(
                            face, new RejectedExecutionException("the executor takes no tasks")));
        }
    }

    @Override
    public void discarded(long messages) {
        bus.telemetry().tell(observer -> observer.discarded(face, messages));
    }
}
