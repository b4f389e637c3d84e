package dev.keryx.gateway.link;

import dev.keryx.Registration;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One thread that owns links; an adapter has one per event loop. All that concerns a link happens on its lane, so nothing of
 * a link is ever locked. Tasks run in the order they were handed over.
 */
public interface Lane extends Executor {
    /** {@return whether the caller is on this lane} */
    boolean inLane();

    /**
     * Runs the task on this lane, once, no earlier than the delay from now.
     *
     * @param task short, never blocks
     * @param delay at once where it is not positive
     * @return closing it calls the task off
     */
    Registration later(Runnable task, Duration delay);

    /**
     * Transport memory for at least so many bytes, empty, with the caller's reference. On the lane only.
     *
     * @param bytes expected; more may be put
     * @return empty, to be released by the caller
     */
    Chunk chunk(int bytes);
}
