package dev.keryx.cluster;

import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.threads.Seldom;
import dev.keryx.threads.Thrown;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the observer everything, and the log enough to know. Safe on any thread. */
final class RelayReports {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterRelay.class);

    private final GatewayObserver observer;

    /** The log's last word is that emits fail. */
    private final AtomicBoolean toldOfFailure = new AtomicBoolean();

    private final Seldom failures;
    private final Seldom skips;
    private final Seldom contradictions;
    private final Seldom observerFailures;

    RelayReports(GatewayObserver observer, TimeSource clock) {
        this.observer = observer;
        this.failures = new Seldom(clock);
        this.skips = new Seldom(clock);
        this.contradictions = new Seldom(clock);
        this.observerFailures = new Seldom(clock);
    }

    void failed(String namespace, KeryxException failure) {
        if (!toldOfFailure.get() && failures.now()) {
            toldOfFailure.set(true);
            LOG.warn("Emits do not reach other nodes: {}; more within a minute is not logged", failure.getMessage());
        }
        tell(() -> observer.relayFailed(namespace, failure));
    }

    void succeeded() {
        if (toldOfFailure.get() && toldOfFailure.compareAndSet(true, false)) {
            LOG.info("Emits reach other nodes again");
        }
    }

    void skipped(String topic, String why) {
        if (skips.now()) {
            LOG.warn("Skipped what came on {}: {}; more within a minute is not logged", topic, why);
        }
        tell(() -> observer.relaySkipped(topic, why));
    }

    /** A node lays out its topics in another way. */
    void contradicted(String topic, String what) {
        if (contradictions.now()) {
            LOG.error("They will not hear each other: {}; more within a minute is not logged", what);
        }
        tell(() -> observer.relaySkipped(topic, what));
    }

    private void tell(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable failure) {
            if (observerFailures.now()) {
                LOG.warn("An observer failed: {}; more within a minute is not logged", Thrown.brief(failure));
            }
            LOG.debug("An observer failed", failure);
        }
    }
}
