package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.FutureSource;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.TransportBus;
import dev.keryx.simulation.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs a bus wholly on the test's thread, by a clock that the test moves. */
final class Bench implements Executor, FutureSource, TimeSource {
    private final ManualClock clock = new ManualClock();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private Runnable onLook = () -> {};

    MessageBus bus(BusTransport transport) {
        return bus(transport, BusOptions.DEFAULT);
    }

    MessageBus bus(BusTransport transport, BusOptions options) {
        return TransportBus.over(transport, options.executor(this).clock(this));
    }

    /** A bus that has been asked to start and has done all it can without time passing. */
    MessageBus started(BusTransport transport) {
        return started(transport, BusOptions.DEFAULT);
    }

    MessageBus started(BusTransport transport, BusOptions options) {
        MessageBus bus = bus(transport, options);
        CompletableFuture<Void> start = bus.startAsync();
        run();
        start.join();
        return bus;
    }

    /** The same; this is done whenever the bus looks at the clock from now on. */
    MessageBus started(BusTransport transport, BusOptions options, Runnable onLook) {
        this.onLook = onLook;
        return started(transport, options);
    }

    /** What a publish ended with, which it has by now. Null: it was taken. */
    @Nullable
    ErrorCode outcome(CompletableFuture<Void> publish) {
        run();
        assertThat(publish).as("has an outcome").isDone();
        try {
            publish.join();
            return null;
        } catch (CompletionException failure) {
            return ((KeryxException) failure.getCause()).code();
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public <T> CompletableFuture<T> newFuture() {
        return new CompletableFuture<>();
    }

    /** Runs everything that can run now. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    void advance(Duration by) {
        run();
        clock.advance(by);
        run();
    }

    void advanceMillis(long by) {
        advance(Duration.ofMillis(by));
    }

    int timers() {
        return clock.waiting();
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public long nanos() {
        onLook.run();
        return clock.nanos();
    }

    @Override
    public Duration upTo(Duration bound) {
        return clock.upTo(bound);
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        return clock.after(delay, () -> {
            task.run();
            run();
        });
    }
}
