package dev.keryx.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Several threads that begin at the same moment. */
public final class Together {
    /** What each thread does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs once on each thread.
         *
         * @param index from 0, another for each thread
         * @throws Exception makes the whole fail
         */
        void run(int index) throws Exception;
    }

    private Together() {}

    /**
     * Runs the body on that many threads at once and waits until all are done.
     *
     * @param threads how many
     * @param body what each does
     * @throws AssertionError with the first failure as its cause, or when they do not end within the limit of
     *     {@link Eventually}
     */
    public static void run(int threads, Body body) {
        CountDownLatch begin = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int index = i;
            Thread thread = new Thread(() -> run(begin, body, index, failure), "together-" + index);
            thread.setDaemon(true);
            thread.start();
            running.add(thread);
        }
        begin.countDown();
        Eventually.that(
                "all " + threads + " threads were done",
                () -> running.stream().noneMatch(Thread::isAlive),
                () -> running.stream()
                                .filter(Thread::isAlive)
                                .map(Thread::getName)
                                .toList() + " still running");
        Throwable first = failure.get();
        if (first != null) {
            throw new AssertionError("a thread failed: " + first, first);
        }
    }

    private static void run(CountDownLatch begin, Body body, int index, AtomicReference<@Nullable Throwable> failure) {
        try {
            begin.await();
            body.run(index);
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }
    }
}
