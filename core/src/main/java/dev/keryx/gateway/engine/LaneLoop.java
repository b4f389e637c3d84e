package dev.keryx.gateway.engine;

import dev.keryx.Registration;
import dev.keryx.gateway.link.Lane;
import dev.keryx.threads.MpscQueue;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine does on one lane. Everything that concerns the lane's links goes through one queue, in one order: so an emit
 * after a join includes the joiner, and two emits arrive in the order in which they were made.
 *
 * <p>The lane works in ticks: it marks what is in the queue (at most one {@link Run}), then hands each link its part. After a
 * tick that carried more than one broadcast it rests for an eighth of the tick's cost, so that under load the next tick finds
 * more to merge; a lone broadcast is never held back. A tick that takes long gives the lane to others in between.
 */
final class LaneLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneLoop.class);

    /** As long as a lane may go without reading its wires. */
    private static final long YIELD_AFTER_NANOS = 2_000_000;

    private static final long LONGEST_REST_NANOS = 1_000_000;
    private static final int REST_SHARE = 8;

    final int index;
    final Lane lane;
    final Run run;
    final Deadlines<Peer> deadlines = new Deadlines<>();
    final Roll roll = new Roll();

    private final Site site;
    private final MpscQueue<Op> ops = new MpscQueue<>();

    /** Whether a task of this loop is on its way to the lane or runs there. */
    private final AtomicBoolean awake = new AtomicBoolean();

    // The rest on the lane only.

    /** Met in the queue, but what came before it is not handed over yet. */
    private @Nullable Op held;

    private long restUntil;
    private long cost;
    private long stop;
    private long armedFor = Site.NEVER;
    private Registration armed = () -> {};

    LaneLoop(Site site, int index, Lane lane) {
        this.site = site;
        this.index = index;
        this.lane = lane;
        this.run = new Run(lane, site.watch.delivered);
    }

    /** Puts it into the queue and leaves the lane asleep. Any thread. */
    void offer(Op op) {
        ops.add(op);
    }

    /** Makes the lane look at its queue. Any thread. */
    void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            hand(0);
        }
    }

    /** Runs the task on the lane; nowhere, where the lane has ended. Any thread. */
    void execute(Runnable task) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException ended) {
            LOG.debug("The lane has ended", ended);
        }
    }

    private void hand(long delayNanos) {
        if (delayNanos > 0) {
            lane.later(this, Duration.ofNanos(delayNanos));
        } else {
            execute(this);
        }
    }

    @Override
    public void run() {
        long now = site.time();
        if (now < restUntil) {
            hand(restUntil - now);
            return;
        }
        stop = now + YIELD_AFTER_NANOS;
        boolean finished = (run.delivering() || mark()) && run.deliver(this::overdue);
        long after = site.time();
        cost += after - now;
        if (!finished) {
            hand(0);
            return;
        }
        restUntil = run.broadcasts() > 1 ? after + Math.min(cost / REST_SHARE, LONGEST_REST_NANOS) : 0;
        cost = 0;
        run.reset();
        rest(after);
    }

    private boolean overdue() {
        return site.time() >= stop;
    }

    /** Takes from the queue what fits into the run. False: left before that, for now. */
    private boolean mark() {
        while (!run.full()) {
            Op op = held != null ? held : ops.poll();
            if (op == null) {
                return true;
            }
            held = op;
            if (op.splits() && !run.isEmpty()) {
                return true;
            }
            held = null;
            apply(op);
            if (overdue()) {
                return false;
            }
        }
        return true;
    }

    private void apply(Op op) {
        try {
            op.apply(this);
        } catch (Throwable failure) {
            LOG.error("An operation failed on its lane; this is a fault in Keryx", failure);
        }
    }

    private void rest(long now) {
        if (held == null && ops.isEmpty()) {
            awake.set(false);
            if (ops.isEmpty() || !awake.compareAndSet(false, true)) {
                return;
            }
        }
        hand(restUntil - now);
    }

    /** The peer wants to be looked at no later than this. On the lane. */
    void lookAt(Peer peer, long due) {
        deadlines.set(peer, due);
        arm();
    }

    /** The peer has ended. With the last one goes the timer, so that nothing is held when all have left. On the lane. */
    void forget(Peer peer) {
        deadlines.remove(peer);
        if (deadlines.earliest() == Site.NEVER) {
            armed.close();
            armedFor = Site.NEVER;
        }
    }

    private void arm() {
        long earliest = deadlines.earliest();
        if (earliest < armedFor) {
            armed.close();
            armedFor = earliest;
            armed = lane.later(this::lookAtDue, Duration.ofNanos(Math.max(0, earliest - site.time())));
        }
    }

    private void lookAtDue() {
        armedFor = Site.NEVER;
        long now = site.time();
        for (Peer peer = deadlines.due(now); peer != null; peer = deadlines.due(now)) {
            look(peer, now);
        }
        arm();
    }

    private void look(Peer peer, long now) {
        try {
            deadlines.set(peer, Math.max(peer.look(now), now + 1)); // else it would be due for ever
        } catch (Throwable failure) {
            peer.broken(failure);
        }
    }
}
