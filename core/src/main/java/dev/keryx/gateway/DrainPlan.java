package dev.keryx.gateway;

import dev.keryx.threads.Span;
import java.time.Duration;

/**
 * How to end without a stampede.
 *
 * @param within the whole time; whoever is still here then is cut off
 * @param comeBackAfter the advice given to clients: reconnect no earlier than this from the goodbye
 * @param jitter each client adds a random part of this
 * @param batch goodbyes sent at a time, with a pause between batches so that all are out at half the time
 */
public record DrainPlan(Duration within, Duration comeBackAfter, Duration jitter, int batch) {
    /**
     * Half a second for another node to be found, two seconds' spread, a thousand at a time.
     *
     * @param within the whole time
     * @return the plan that {@link RealtimeGateway#drain(Duration)} follows
     */
    public static DrainPlan within(Duration within) {
        return new DrainPlan(within, Duration.ofMillis(500), Duration.ofSeconds(2), 1_000);
    }

    /**
     * Checks the figures.
     *
     * @param within not negative, at most a century; zero cuts everybody off at once
     * @param comeBackAfter not negative, at most a century
     * @param jitter not negative, at most a century
     * @param batch at least 1
     * @throws IllegalArgumentException where they are not so
     */
    public DrainPlan {
        Span.notNegative(within, "within");
        Span.notNegative(comeBackAfter, "comeBackAfter");
        Span.notNegative(jitter, "jitter");
        if (batch < 1) {
            throw new IllegalArgumentException("batch is at least 1, got " + batch);
        }
    }
}
