package dev.keryx.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CompletionsTest {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Completions completions = new Completions(tasks::add);

    @Test
    void completesManyFuturesInOneTask() {
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            CompletableFuture<Integer> future = new CompletableFuture<>();
            futures.add(future);
            completions.complete(future, i);
        }
        assertThat(futures).noneMatch(CompletableFuture::isDone);
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(futures).allMatch(CompletableFuture::isDone);
    }

    @Test
    void keepsTheOrderOnOneThread() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Integer> future = new CompletableFuture<>();
            future.thenAccept(order::add);
            completions.complete(future, i);
        }
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void whatNoThreadTakesIsCompletedWithTheNext() {
        AtomicBoolean full = new AtomicBoolean(true);
        Completions many = new Completions(task -> {
            if (full.get()) {
                throw new IllegalStateException("no thread, on purpose");
            }
            tasks.add(task);
        });
        CompletableFuture<String> first = many.future();
        CompletableFuture<String> second = many.future();
        many.complete(first, "a");
        full.set(false);
        many.complete(second, "b");
        tasks.remove().run();
        assertThat(first).isCompletedWithValue("a");
        assertThat(second).isCompletedWithValue("b");
    }

    @RepeatedTest(20)
    @Timeout(60)
    void aContinuationMayWaitForALaterFuture() throws Exception {
        try (HandlerThreads threads = new HandlerThreads("completions-test")) {
            Completions many = new Completions(threads);
            CompletableFuture<String> first = new CompletableFuture<>();
            CompletableFuture<String> second = new CompletableFuture<>();
            CompletableFuture<String> both = first.thenApply(one -> one + second.join());
            second.thenAccept(ignored -> {});
            many.complete(first, "a");
            many.complete(second, "b");
            assertThat(both.get(30, TimeUnit.SECONDS)).isEqualTo("ab");
        }
    }

    @Test
    void everybodyWhoAsksAPromiseGetsTheirOwnFuture() {
        Promise<String> promise = new Promise<>(completions);
        CompletableFuture<String> cancelled = promise.future();
        CompletableFuture<String> kept = promise.future();
        cancelled.cancel(false);
        promise.complete("value");
        promise.complete("too late");
        promise.fail(new IllegalStateException("too late"));
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
        assertThat(kept).isCompletedWithValue("value");
        assertThat(promise.future()).isCompletedWithValue("value");
        assertThat(cancelled).isCancelled();
    }

    @Test
    void aFailedPromiseFailsForThoseBeforeAndAfter() {
        Promise<String> promise = new Promise<>(completions);
        CompletableFuture<String> before = promise.future();
        assertThat(promise.isSettled()).isFalse();
        promise.fail(new IllegalStateException("on purpose"));
        tasks.remove().run();
        assertThatThrownBy(before::join).hasRootCauseMessage("on purpose");
        assertThatThrownBy(() -> promise.future().join()).hasRootCauseMessage("on purpose");
        assertThat(promise.isSettled()).isTrue();
    }
}
