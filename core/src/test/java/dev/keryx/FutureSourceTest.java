package dev.keryx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.threads.Callbacks;
import dev.keryx.threads.Completions;
import dev.keryx.threads.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class FutureSourceTest {
    static final class Marked<T> extends CompletableFuture<T> {}

    static final class MarkingExecutor implements Executor, FutureSource {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public <T> CompletableFuture<T> newFuture() {
            return new Marked<>();
        }
    }

    @Test
    void anExecutorThatMakesFuturesMakesThoseOfTheEngines() {
        Executor executor = new MarkingExecutor();
        Callbacks callbacks = new Callbacks();
        callbacks.runOn(executor);

        assertThat(callbacks.future()).isInstanceOf(Marked.class);
        assertThat(callbacks.copy(CompletableFuture.completedFuture(1))).isInstanceOf(Marked.class);
        assertThat(new Promise<>(new Completions(executor)).future()).isInstanceOf(Marked.class);
    }

    @Test
    void anyOtherExecutorGetsPlainFutures() {
        Callbacks callbacks = new Callbacks();
        callbacks.runOn(Runnable::run);

        assertThat(callbacks.future()).isExactlyInstanceOf(CompletableFuture.class);
        assertThat(new Promise<>(new Completions(Runnable::run)).future()).isExactlyInstanceOf(CompletableFuture.class);
    }
}
