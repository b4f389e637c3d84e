package dev.keryx.testkit.bus;

import dev.keryx.bus.Message;
import dev.keryx.bus.MessageHandler;
import dev.keryx.testkit.Eventually;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A handler that keeps each message and then stands still in the first, until it is released or interrupted. Tells how many
 * invocations have begun.
 */
final class Stall implements MessageHandler, AutoCloseable {
    private final Inbox inbox;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private volatile boolean interrupted;
    private volatile boolean finished;

    Stall(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public void handle(Message message) throws InterruptedException {
        int turn = begun.incrementAndGet();
        inbox.handle(message);
        if (turn == 1) {
            standStill();
        }
    }

    private void standStill() throws InterruptedException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            interrupted = true;
            throw e;
        } finally {
            finished = true;
        }
    }

    /** Waits until the first message is in the handler. */
    Stall awaitStill() {
        Eventually.that("the handler stood still in its first message", () -> begun.get() > 0, inbox::seen);
        return this;
    }

    void release() {
        gate.countDown();
    }

    int begun() {
        return begun.get();
    }

    boolean interrupted() {
        return interrupted;
    }

    /** Whether the first invocation has ended. */
    boolean finished() {
        return finished;
    }

    @Override
    public void close() {
        release();
    }
}
