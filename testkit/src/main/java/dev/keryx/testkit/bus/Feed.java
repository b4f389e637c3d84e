package dev.keryx.testkit.bus;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the numbers from 0 to one topic and remembers what became of each. Made by {@link BusAudit#feed}; any thread.
 */
public final class Feed {
    /** One number, by its place in the list. */
    static final class Sent {
        final long at = CLOCK.nanos();
        volatile @Nullable Outcome outcome;
        volatile @Nullable ErrorCode why;
        volatile long settledAt;

        /** Failed and unknown are not the same: only the first is a promise. */
        enum Outcome {
            ACCEPTED,
            REFUSED,
            UNKNOWN
        }

        void settle(@Nullable Throwable failure) {
            settledAt = CLOCK.nanos();
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            why = cause instanceof KeryxException known ? known.code() : null;
            outcome = cause == null
                    ? Outcome.ACCEPTED
                    : why == null || why == ErrorCode.OUTCOME_UNKNOWN ? Outcome.UNKNOWN : Outcome.REFUSED;
        }
    }

    static final TimeSource CLOCK = TimeSource.system();

    private final MessageBus bus;
    private final Topic topic;
    // Guarded by this, so that the order of the numbers is that of the calls.
    private final List<Sent> sent = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread pacing;

    Feed(MessageBus bus, Topic topic) {
        this.bus = bus;
        this.topic = topic;
    }

    Topic topic() {
        return topic;
    }

    /**
     * Publishes one number after the other on a thread of its own, whatever becomes of them, until the audit ends.
     *
     * @param pause between two, at least
     * @return this
     */
    public synchronized Feed every(Duration pause) {
        if (pacing == null) {
            pacing = new Thread(() -> pace(pause.toNanos()), "feed-" + topic);
            pacing.setDaemon(true);
            pacing.start();
        }
        return this;
    }

    private void pace(long pauseNanos) {
        try {
            while (!stopped.await(pauseNanos, TimeUnit.NANOSECONDS)) {
                publish(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Publishes the next numbers at once, without waiting for any outcome.
     *
     * @param count how many
     */
    public void publish(int count) {
        for (int i = 0; i < count; i++) {
            var unused = publish();
        }
    }

    private synchronized CompletableFuture<Void> publish() {
        Sent next = new Sent();
        open.incrementAndGet();
        CompletableFuture<Void> outcome = bus.publish(topic.name(), Integer.toString(sent.size()));
        sent.add(next);
        return outcome.whenComplete((unused, failure) -> {
            next.settle(failure);
            open.decrementAndGet();
        });
    }

    /** One more, as a mark behind all others; its number. */
    int mark() {
        Eventually.settled("a publish to " + topic, publish().exceptionally(failure -> null));
        return count() - 1;
    }

    /** {@return how many numbers there are so far} */
    public synchronized int count() {
        return sent.size();
    }

    /** {@return why publishes failed so far, and how many for each reason} */
    public Map<ErrorCode, Long> failures() {
        return sent().stream()
                .flatMap(one -> Stream.ofNullable(one.why))
                .collect(Collectors.groupingBy(why -> why, Collectors.counting()));
    }

    synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Waits until each publish so far has an outcome. */
    public void awaitOutcomes() {
        Eventually.equal("publishes to " + topic + " without an outcome", 0, open::get);
    }

    /** Publishes no more by itself. */
    void stop() {
        stopped.countDown();
        Thread thread;
        synchronized (this) {
            thread = pacing;
        }
        if (thread != null) {
            Eventually.that("the feed stopped", () -> !thread.isAlive(), thread::getState);
        }
    }
}
