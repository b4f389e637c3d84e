package dev.keryx.testkit;

import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for a condition, never for a time: returns as soon as it holds, and fails, telling what was seen instead, only after a
 * limit so generous that a slow machine is no reason.
 *
 * <p>The limit is twenty seconds; the system property {@value #LIMIT_PROPERTY} names another number of seconds.
 */
public final class Eventually {
    /** The system property with the limit in seconds. */
    public static final String LIMIT_PROPERTY = "keryx.wait";

    /** Long enough for a loaded machine and a remote broker that comes back, short enough to be waited for. */
    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(20);

    private static final TimeSource CLOCK = TimeSource.system();
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private Eventually() {}

    /** {@return how long a wait may take before it fails} */
    public static Duration limit() {
        return Duration.ofSeconds(Long.getLong(LIMIT_PROPERTY, DEFAULT_LIMIT.toSeconds()));
    }

    /**
     * Waits until the condition holds.
     *
     * @param what completes the sentence "waited 20 s until …"
     * @param condition is asked about every millisecond, on the caller's thread
     * @param seen what to show when it never held
     * @throws AssertionError at the limit, or when the thread is interrupted
     */
    public static void that(String what, BooleanSupplier condition, Supplier<?> seen) {
        long limit = limit().toNanos();
        long begin = CLOCK.nanos();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting until " + what + "; saw " + seen.get());
            }
            if (CLOCK.nanos() - begin > limit) {
                throw new AssertionError("waited " + limit().toSeconds() + " s until " + what + "; saw " + seen.get());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /**
     * Waits until the value is the expected one.
     *
     * @param what completes the sentence "waited 20 s until …"
     * @param expected the value hoped for
     * @param actual is asked about every millisecond
     * @param <T> the values
     */
    public static <T> void equal(String what, T expected, Supplier<? extends T> actual) {
        that(what + " is " + expected, () -> Objects.equals(expected, actual.get()), actual);
    }

    /**
     * Waits until the stage has completed.
     *
     * @param what completes the sentence "waited 20 s until … was done"
     * @param stage what to wait for
     * @param <T> its value
     * @return its value
     * @throws AssertionError when it does not complete within the limit, or failed; the failure is the cause
     */
    public static <T> T done(String what, CompletionStage<T> stage) {
        Settled<T> settled = Settled.of(what, stage);
        if (settled.failure() != null) {
            throw new AssertionError(what + " failed: " + settled.failure(), settled.failure());
        }
        return settled.value();
    }

    /**
     * Waits until the stage has failed.
     *
     * @param what names the stage in an error
     * @param stage what should fail
     * @return its failure, without a wrapper
     * @throws AssertionError when it does not complete within the limit, succeeded, or failed with something else
     */
    public static KeryxException failed(String what, CompletionStage<?> stage) {
        Settled<?> settled = Settled.of(what, stage);
        if (settled.failure() instanceof KeryxException failure) {
            return failure;
        }
        throw new AssertionError(
                what + " should fail with a KeryxException, but " + settled.outcome(), settled.failure());
    }

    /**
     * Waits until the stage has completed, well or not.
     *
     * @param what names the stage in an error
     * @param stage what to wait for
     */
    public static void settled(String what, CompletionStage<?> stage) {
        Settled.of(what, stage);
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
