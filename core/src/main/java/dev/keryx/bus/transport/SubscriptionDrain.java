package dev.keryx.bus.transport;

import dev.keryx.DrainReport;
import dev.keryx.Registration;
import dev.keryx.bus.CloseCause;
import dev.keryx.threads.Promise;
import dev.keryx.threads.Span;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Drains one subscription by itself, with a deadline. */
final class SubscriptionDrain {
    /** As for a whole bus: a broker that hangs sends nothing more anyway. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final BusContext bus;
    private final Subscriber subscriber;

    SubscriptionDrain(BusContext bus, Subscriber subscriber) {
        this.bus = bus;
        this.subscriber = subscriber;
    }

    CompletableFuture<DrainReport> within(Duration limit) {
        Promise<DrainReport> outcome = bus.promise();
        CompletableFuture<DrainReport> mine = outcome.future();
        bus.control().run(() -> begin(Span.countable(limit), outcome));
        return mine;
    }

    private void begin(Duration limit, Promise<DrainReport> outcome) {
        subscriber.drain(CloseCause.ASKED, outcome::complete);
        if (outcome.isSettled()) {
            return;
        }
        if (limit.isZero() || limit.isNegative()) {
            subscriber.cutOff();
            return;
        }
        Registration patience = later(PATIENCE, subscriber::nothingMoreComes);
        Registration deadline = later(limit, subscriber::cutOff);
        subscriber.drain(CloseCause.ASKED, unused -> {
            patience.close();
            deadline.close();
        });
    }

    private Registration later(Duration delay, Runnable step) {
        return bus.clock().after(delay, () -> bus.control().run(step));
    }
}
