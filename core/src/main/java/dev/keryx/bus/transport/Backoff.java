package dev.keryx.bus.transport;

import dev.keryx.TimeSource;
import java.time.Duration;

/**
 * Pauses drawn at random, so that many nodes that lost one broker do not come back in step ("full jitter": anything from
 * zero to a bound that doubles). In control.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration REVOKED_LEAST = Duration.ofMillis(50);
    private static final Duration REVOKED_MOST = Duration.ofSeconds(1);
    private static final int DOUBLINGS = 16;

    private final TimeSource clock;
    private final Duration cap;
    private int failures;

    Backoff(TimeSource clock, Duration cap) {
        this.clock = clock;
        this.cap = cap;
    }

    /** The pause before the next attempt. */
    Duration next() {
        return clock.upTo(bound(FIRST, failures++, cap));
    }

    /** Things went well for a while. */
    void reset() {
        failures = 0;
    }

    /** The pause before a filter that the broker took away is asked for again; a move is soon over, a loop must not spin. */
    static Duration afterRevocation(TimeSource clock, int before) {
        return REVOKED_LEAST.plus(clock.upTo(bound(FIRST, before, REVOKED_MOST.minus(REVOKED_LEAST))));
    }

    private static Duration bound(Duration first, int doublings, Duration cap) {
        Duration bound = first.multipliedBy(1L << Math.min(doublings, DOUBLINGS));
        return bound.compareTo(cap) < 0 ? bound : cap;
    }
}
