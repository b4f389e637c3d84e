package dev.keryx.threads;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs steps one at a time, in order, with no thread of its own: whoever comes while it is idle runs its own step and
 * those that others bring meanwhile; everybody else only leaves a step behind.
 *
 * <p>For state that many threads change and that must not be locked. A step is short, never blocks and never runs an
 * application's code, so nobody is held up and no deadlock is possible. A step that brings another one returns first.
 */
public final class StepQueue {
    private static final Logger LOG = LoggerFactory.getLogger(StepQueue.class);

    private final MpscQueue<Runnable> steps = new MpscQueue<>();
    // How many steps are not finished; whoever raises it from zero runs them.
    private final AtomicInteger unfinished = new AtomicInteger();

    /**
     * Runs the step now, or leaves it to the thread that is running steps. Never throws.
     *
     * @param step short, never blocks
     */
    public void run(Runnable step) {
        steps.add(step);
        if (unfinished.getAndIncrement() == 0) {
            do {
                runNext();
            } while (unfinished.decrementAndGet() != 0);
        }
    }

    private void runNext() {
        Runnable step = steps.poll();
        while (step == null) { // counted but not yet linked: a matter of nanoseconds
            Thread.onSpinWait();
            step = steps.poll();
        }
        try {
            step.run();
        } catch (Throwable failure) {
            LOG.error("A step failed; this is a fault in Keryx", failure);
        }
    }
}
