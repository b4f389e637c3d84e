package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.threads.Callbacks;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Calls of a driver, which may throw or answer null where it should not. */
final class DriverCall {
    private DriverCall() {}

    /** The driver's future, asked for on these threads. */
    static <T> CompletableFuture<T> on(Executor threads, String what, Callable<@Nullable CompletableFuture<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        threads.execute(() -> Callbacks.then(of(what, call), (value, failure) -> settle(answer, value, failure)));
        return answer;
    }

    @SuppressWarnings("NullAway") // a CompletableFuture<Void> completes with null
    private static <T> void settle(CompletableFuture<T> answer, @Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    /** The driver's future; a failed one where the driver threw or gave none. */
    static <T> CompletableFuture<T> of(String what, Callable<@Nullable CompletableFuture<T>> call) {
        try {
            return present(what, call.call());
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    /** The future, or a failed one where there is none. */
    static <T> CompletableFuture<T> present(String what, @Nullable CompletableFuture<T> future) {
        return future != null
                ? future
                : CompletableFuture.failedFuture(
                        new KeryxException(ErrorCode.INTERNAL, "the driver gave no future for " + what));
    }

    /** What a driver's future failed with, in Keryx's words. */
    static KeryxException failure(Throwable failure, String what) {
        Throwable cause = Callbacks.cause(failure);
        return cause instanceof KeryxException known
                ? known
                : new KeryxException(ErrorCode.INTERNAL, what + " failed in the driver", cause);
    }
}
