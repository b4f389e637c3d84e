package dev.keryx.gateway.engine;

import dev.keryx.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When lanes are woken. Outside of a handler at once. While a link's handlers work through several events, lanes sleep on
 * until the last one, so that what the events caused leaves merged; a handler that blocks holds nothing back for longer than
 * a few milliseconds.
 */
final class Bursts {
    /** Long enough to be rare under load, short enough not to be felt. */
    private static final Duration LONGEST_HOLD = Duration.ofMillis(5);

    private final TimeSource clock;
    private final Supplier<List<LaneLoop>> loops;

    @SuppressWarnings("ThreadLocalUsage") // one gateway's handler may be the caller of another gateway
    private final ThreadLocal<@Nullable Burst> current = new ThreadLocal<>();

    private final AtomicBoolean watched = new AtomicBoolean();

    Bursts(TimeSource clock, Supplier<List<LaneLoop>> loops) {
        this.clock = clock;
        this.loops = loops;
    }

    /** Whether the caller is inside a handler. */
    boolean inHandler() {
        return current.get() != null;
    }

    /** Wakes the lane, now or at the burst's end. */
    void wake(LaneLoop loop) {
        Burst burst = current.get();
        if (burst == null || !burst.moreToCome.getAsBoolean()) {
            loop.wake();
        } else {
            defer(burst, loop);
        }
    }

    /** Wakes the lane at the burst's end, even where nothing else is to come; outside of a handler now. */
    void wakeLater(LaneLoop loop) {
        Burst burst = current.get();
        if (burst == null) {
            loop.wake();
        } else {
            defer(burst, loop);
        }
    }

    private void defer(Burst burst, LaneLoop loop) {
        burst.defer(loop);
        if (!watched.get() && watched.compareAndSet(false, true)) {
            clock.after(LONGEST_HOLD, this::release);
        }
    }

    private void release() {
        watched.set(false);
        for (LaneLoop loop : loops.get()) {
            loop.wake();
        }
    }

    /** Handlers of a link run on this thread from now on. */
    void begin(BooleanSupplier moreToCome) {
        current.set(new Burst(moreToCome));
    }

    void end() {
        Burst burst = current.get();
        current.remove();
        if (burst != null) {
            burst.deferred.forEach(LaneLoop::wake);
        }
    }

    private static final class Burst {
        final BooleanSupplier moreToCome;
        final List<LaneLoop> deferred = new ArrayList<>(2);

        Burst(BooleanSupplier moreToCome) {
            this.moreToCome = moreToCome;
        }

        void defer(LaneLoop loop) {
            if (!deferred.contains(loop)) {
                deferred.add(loop);
            }
        }
    }
}
