package dev.keryx.proofs.wrong;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Rule 5: each way to threads that nobody gave. */
class UsesStaticThreads {
    Object each(CompletableFuture<String> future, CompletionStage<String> stage) {
        stage.thenApplyAsync(String::length);
        CompletableFuture.runAsync(() -> {});
        CompletableFuture.delayedExecutor(1, SECONDS);
        return future.orTimeout(1, SECONDS).completeOnTimeout("", 1, SECONDS);
    }

    Object right(CompletionStage<String> stage, Executor given) {
        return stage.thenApplyAsync(String::length, given);
    }
}
