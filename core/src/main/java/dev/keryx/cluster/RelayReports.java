package dev.keryx.cluster;

import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import dev.keryx.gateway.GatewayObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the observer everything, and the log enough to know. Safe on any thread. */
final class RelayReports {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterRelay.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final GatewayObserver observer;
    private final TimeSource clock;

    /** From the first failed emit to the next that succeeds. */
    private final AtomicBoolean failing = new AtomicBoolean();

    /** When a skipped frame was logged last; 0 for never. */
    private final AtomicLong skippedAt = new AtomicLong();

    RelayReports(GatewayObserver observer, TimeSource clock) {
        this.observer = observer;
        this.clock = clock;
    }

    void failed(String namespace, KeryxException failure) {
        if (failing.compareAndSet(false, true)) {
            LOG.warn("Emits do not reach other nodes. The first: {}", failure.getMessage());
        }
        tell(() -> observer.relayFailed(namespace, failure));
    }

    void succeeded() {
        if (failing.get() && failing.compareAndSet(true, false)) {
            LOG.info("Emits reach other nodes again");
        }
    }

    void skipped(String topic, String why) {
        long last = skippedAt.get();
        long now = clock.nanos();
        if ((last == 0 || now - last >= PAUSE) && skippedAt.compareAndSet(last, now == 0 ? 1 : now)) {
            LOG.warn("Skipped what came on {}: {}; more within a minute is not logged", topic, why);
        }
        tell(() -> observer.relaySkipped(topic, why));
    }

    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable failure) {
            LOG.warn("An observer failed: {}", failure.toString());
            LOG.debug("An observer failed", failure);
        }
    }
}
