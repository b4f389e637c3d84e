package dev.keryx.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbacksTest {
    private static final Executor FULL = task -> {
        throw new RejectedExecutionException("full on purpose");
    };

    private final Callbacks callbacks = new Callbacks();

    private Thread threadOfACompletion() throws Exception {
        CompletableFuture<String> future = callbacks.future();
        CompletableFuture<Thread> completed = future.thenApply(value -> Thread.currentThread());
        callbacks.complete(future, "value");
        return completed.get(30, TimeUnit.SECONDS);
    }

    /** The caller may be a lane: what an application hung on the future could block it. */
    @Test
    void whatTheExecutorRefusesRunsOnAThreadMadeForItAndNeverInTheCaller() throws Exception {
        callbacks.runOn(FULL);
        Thread spare = threadOfACompletion();
        assertThat(spare).isNotSameAs(Thread.currentThread());
        assertThat(spare.getName()).isEqualTo("keryx-spare");
        assertThat(spare.isDaemon()).isTrue();
    }

    /** Two who wait for each other both go on: no refused task waits for another one's thread. */
    @Test
    void refusedTasksDoNotWaitForEachOther() throws Exception {
        callbacks.runOn(FULL);
        CompletableFuture<Void> second = new CompletableFuture<>();
        CompletableFuture<Void> first = new CompletableFuture<>();
        callbacks.execute(() -> {
            second.join();
            first.complete(null);
        });
        callbacks.execute(() -> second.complete(null));
        first.get(30, TimeUnit.SECONDS);
    }

    @Test
    void beforeTheStartAndAfterTheEndItRunsInTheCaller() throws Exception {
        assertThat(threadOfACompletion()).isSameAs(Thread.currentThread());
        callbacks.runOn(FULL);
        callbacks.leave(FULL);
        assertThat(threadOfACompletion()).isSameAs(Thread.currentThread());
    }

    @Test
    void whatATaskThrowsReachesNobody() {
        callbacks.execute(() -> {
            throw new AssertionError("on purpose");
        });
    }
}
