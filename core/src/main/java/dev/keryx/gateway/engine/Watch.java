package dev.keryx.gateway.engine;

import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.threads.Thrown;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counts, and the application's observer, which may throw without doing harm. Any thread. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    final LongAdder links = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder emitted = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder handlerFailures = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder readPauses = new LongAdder();

    private static final String SELDOM = "; more within a minute is not logged";
    private static final long QUIET_NANOS = 60_000_000_000L;

    /** There are a dozen rules, but any number of events whose handlers fail. */
    private static final int MOST_EPISODES = 100;

    private final GatewayObserver observer;
    private final LongSupplier time;

    /** Until when more of the same is not logged again. */
    private final Map<String, Long> quietUntil = new ConcurrentHashMap<>();

    Watch(GatewayObserver observer, LongSupplier time) {
        this.observer = observer;
        this.time = time;
    }

    void tell(Consumer<GatewayObserver> news) {
        if (observer == GatewayObserver.NONE) {
            return;
        }
        try {
            news.accept(observer);
        } catch (Throwable failure) {
            warn("The observer failed", "", failure);
        }
    }

    /**
     * A client was turned away, or a link closed.
     *
     * @param limit the option's or rule's name
     */
    void refused(String limit) {
        refused.increment();
        if (begins(limit)) {
            LOG.warn("A client is refused by the rule {}; more within a minute is not logged", limit);
        }
        tell(observer -> observer.refused(limit));
    }

    void readPaused(String limit) {
        readPauses.increment();
        tell(observer -> observer.readPaused(limit));
    }

    /** @param where the event, or what else the handler was for */
    void handlerFailed(ConnectionInfo connection, String where, Throwable failure) {
        handlerFailed(connection, where, where, failure);
    }

    /** The same where a client may have chosen the event's name: to the log all of them are one kind. */
    void unknownFailed(ConnectionInfo connection, String event, Throwable failure) {
        handlerFailed(connection, event, "unknown events", failure);
    }

    private void handlerFailed(ConnectionInfo connection, String where, String kind, Throwable failure) {
        failed("The handler of " + kind + " failed", " for connection " + connection.id(), failure);
        tell(observer -> observer.handlerFailed(connection, where, failure));
    }

    /**
     * The application's code failed.
     *
     * @param what alike for failures of one kind
     * @param whose tells them apart
     */
    void failed(String what, String whose, Throwable failure) {
        handlerFailures.increment();
        warn(what, whose, failure);
    }

    /** The same for what is not the application's fault: nothing is counted. */
    void warn(String what, String whose, Throwable failure) {
        if (begins(what + failure.getClass())) {
            LOG.warn("{}{}{}: {}", what, whose, SELDOM, Thrown.brief(failure));
        }
        LOG.debug("{}{}", what, whose, failure);
    }

    /** Whether this is the first of its kind for a while. */
    private boolean begins(String episode) {
        long now = time.getAsLong();
        if (quietUntil.getOrDefault(episode, 0L) > now) {
            return false;
        }
        if (quietUntil.size() >= MOST_EPISODES) {
            quietUntil.values().removeIf(until -> until <= now);
        }
        if (quietUntil.size() >= MOST_EPISODES) {
            return false;
        }
        quietUntil.put(episode, now + QUIET_NANOS);
        return true;
    }
}
