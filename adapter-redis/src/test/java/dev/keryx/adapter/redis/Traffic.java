package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.MessageBus;
import dev.keryx.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;

/** Publishes one number after the other to one topic, one at a time, until it is told to stop; notes what became of each. */
final class Traffic implements AutoCloseable {
    private final MessageBus bus;
    private final String topic;
    private volatile int next;
    private final Set<Integer> taken = new ConcurrentSkipListSet<>();
    private final List<KeryxException> failures = new ArrayList<>();
    private final Semaphore end = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "traffic");

    Traffic(MessageBus bus, String topic) {
        this.bus = bus;
        this.topic = topic;
        thread.start();
    }

    private void run() {
        for (; !end.tryAcquire(); next++) {
            int number = next;
            try {
                bus.publish(topic, Integer.toString(number)).join();
                taken.add(number);
            } catch (CompletionException failure) {
                synchronized (failures) {
                    failures.add((KeryxException) failure.getCause());
                }
            }
        }
    }

    Set<Integer> taken() {
        return new TreeSet<>(taken);
    }

    List<ErrorCode> failures() {
        synchronized (failures) {
            return failures.stream().map(KeryxException::code).distinct().toList();
        }
    }

    List<KeryxException> allFailures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** Waits until a number that was not even published yet has been heard; the next one may be on its way, or heard already. */
    void awaitAtLater(Story story) {
        int later = next + 1;
        Eventually.that(
                "a number from " + later + " on was heard",
                () -> story.greatest() >= later,
                () -> story + ", taken " + taken.size() + ", failed " + failures());
    }

    /**
     * Ends, and looks whether each number that was taken was heard, or lies in a hole that was told. Servers may still be
     * changing places, so that one more number is tried until one is heard: behind it, no earlier one can come.
     */
    void closeAndCheck(Story story) {
        close();
        int last = next;
        Eventually.that(
                "a number behind all others was heard",
                () -> {
                    Eventually.settled("the last publish", bus.publish(topic, Integer.toString(next++)));
                    return story.greatest() >= last;
                },
                () -> story);
        assertThat(story.outOfOrder()).as("twice or out of order").isEmpty();
        assertThat(story.lostInSilence(taken())).as("lost in silence").isEmpty();
    }

    @Override
    public void close() {
        end.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
