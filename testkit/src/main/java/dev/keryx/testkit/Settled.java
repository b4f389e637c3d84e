package dev.keryx.testkit;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a stage ended.
 *
 * @param result the value; meaningless where there is a failure
 * @param failure without its wrapper; null where it went well
 */
record Settled<T>(@Nullable T result, @Nullable Throwable failure) {
    /** Waits for the end. Listens instead of blocking in the stage, so that any stage will do. */
    static <T> Settled<T> of(String what, CompletionStage<T> stage) {
        AtomicReference<@Nullable Settled<T>> end = new AtomicReference<>();
        stage.whenComplete(
                (value, thrown) -> end.set(new Settled<>(value, thrown == null ? null : Eventually.unwrapped(thrown))));
        Eventually.that(what + " was done", () -> end.get() != null, () -> "a future that is not completed");
        Settled<T> settled = end.get();
        if (settled == null) {
            throw new AssertionError(what + " was done and then was not");
        }
        return settled;
    }

    /** As a stage of {@code Void} has no other value than null, null is a value here. */
    @SuppressWarnings("NullAway") // the value of a CompletionStage<Void> is null, and T cannot say so
    T value() {
        return result;
    }

    String outcome() {
        return failure == null ? "it succeeded" : "it failed with " + failure;
    }
}
