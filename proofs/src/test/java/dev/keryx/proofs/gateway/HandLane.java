package dev.keryx.proofs.gateway;

import dev.keryx.Registration;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A lane whose tasks run when the test says so. */
final class HandLane implements Lane {
    private final HandTime time;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** How often somebody had it run something. */
    int wakes;

    /** Chunks with a reference left. */
    int chunksAlive;

    int chunksMade;

    HandLane(HandTime time) {
        this.time = time;
    }

    @Override
    public void execute(Runnable task) {
        wakes++;
        tasks.add(task);
    }

    @Override
    public boolean inLane() {
        return running;
    }

    @Override
    public Registration later(Runnable task, Duration delay) {
        return time.after(delay, () -> tasks.add(task));
    }

    @Override
    public Chunk chunk(int bytes) {
        chunksAlive++;
        chunksMade++;
        return new HandChunk(this, bytes);
    }

    /** Runs one task. False: there is none. */
    boolean runOne() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        on(task);
        return true;
    }

    /** Does something on the lane, as a driver would. */
    void on(Runnable task) {
        boolean outer = running;
        running = true;
        try {
            task.run();
        } finally {
            running = outer;
        }
    }
}
