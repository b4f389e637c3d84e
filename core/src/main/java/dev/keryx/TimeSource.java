package dev.keryx;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Where time comes from: the only clock and the only timer of Keryx, so that a test can hold both in its hand. */
public interface TimeSource {
    /** {@return the wall clock, for timestamps that people and other nodes read} */
    Instant now();

    /** {@return the wall clock in milliseconds since 1970, for whoever asks very often} */
    default long millis() {
        return now().toEpochMilli();
    }

    /**
     * {@return a clock that never goes back, in nanoseconds from an arbitrary origin; only differences mean anything}
     */
    long nanos();

    /**
     * Runs the task once, no earlier than the delay from now, on the timer's own thread: the task must be short and must not
     * block. Closing the registration before it ran makes sure that it never runs.
     *
     * @param delay at once where it is not positive
     * @param task must not throw
     * @return closing it calls the task off
     */
    Registration after(Duration delay, Runnable task);

    /**
     * A pause drawn at random, so that many who wait for the same do not come back in step. A clock in a test's hand draws the
     * same pauses at every run.
     *
     * @param bound not negative
     * @return from zero to the bound, both included
     */
    default Duration upTo(Duration bound) {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound.toNanos() + 1));
    }

    /**
     * The machine's clock. Its one daemon thread named {@code keryx-timer} exists only while something is scheduled; making
     * the object starts nothing.
     *
     * @return a clock of its own, with a timer of its own
     */
    static TimeSource system() {
        return new SystemTime();
    }
}
