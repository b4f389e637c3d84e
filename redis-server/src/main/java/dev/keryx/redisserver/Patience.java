package dev.keryx.redisserver;

import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what several Redis servers come to agree on. */
final class Patience {
    private static final int LOOK_EVERY_MILLIS = 20;
    private static final int LOOKS = 3_000;

    private Patience() {}

    /**
     * Waits a minute at least. A question that fails is one more reason to ask again.
     *
     * @throws IllegalStateException when it never holds; tells what was seen last
     */
    static void until(String what, BooleanSupplier condition, Supplier<?> seen) {
        for (int i = 0; i < LOOKS; i++) {
            if (holds(condition)) {
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Interrupted while waiting until " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS));
        }
        throw new IllegalStateException("Waited a minute until " + what + "; saw " + seen.get());
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (UncheckedIOException | RedisSaidNo notYet) {
            return false;
        }
    }
}
