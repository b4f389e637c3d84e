package dev.keryx.gateway.engine;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a link has brought and the application is to handle: one at a time, in order, on the callback executor. The lane adds,
 * the executor takes. When too much waits, the lane is told so that it can stop reading, and again when half is done.
 */
final class Inbox implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** Jobs done before others on the same executor get their turn. */
    private static final int STRETCH = 64;

    private final Peer peer;

    // All guarded by this; several threads meet here only for moments.
    private @Nullable Job head;
    private @Nullable Job tail;
    private int events;
    private int bytes;

    /** A task is on its way to the executor or runs there. */
    private boolean running;

    /** The job begun last is not done yet, though it has returned. */
    private boolean held;

    private boolean toldFull;
    private @Nullable Thread worker;
    private @Nullable Runnable whenIdle;

    Inbox(Peer peer) {
        this.peer = peer;
    }

    /** Something to handle. */
    abstract static class Job {
        private @Nullable Job next;
        private final int bytes;

        /** @param bytes what it holds in memory, for the bound */
        Job(int bytes) {
            this.bytes = bytes;
        }

        /** Does it. What it throws is logged. */
        abstract void run() throws Exception;
    }

    /** Puts it last. True: too much waits now, do not read on. It begins with the next {@link #schedule}. */
    synchronized boolean add(Job job) {
        if (idle()) {
            peer.site.busy.add(peer);
        }
        if (tail == null) {
            head = job;
        } else {
            tail.next = job;
        }
        tail = job;
        events++;
        bytes += job.bytes;
        boolean full = events >= peer.site.limits.inboundEvents() || bytes >= peer.site.limits.inboundBytes();
        toldFull |= full;
        return full;
    }

    private boolean idle() {
        return head == null && !running && !held;
    }

    /** Begins, if there is something and nothing is under way. */
    void schedule() {
        synchronized (this) {
            if (running || held || head == null) {
                return;
            }
            running = true;
        }
        submit();
    }

    private void submit() {
        try {
            peer.site.callbacks.executor().execute(this);
        } catch (RejectedExecutionException ended) {
            peer.site.watch.failed("The executor takes no more handlers, a link's events are lost", ": " + peer, ended);
            synchronized (this) {
                head = null;
                tail = null;
                events = 0;
                bytes = 0;
            }
            leave();
        }
    }

    @Override
    public void run() {
        enter(Thread.currentThread());
        peer.site.bursts.begin(this::hasMore);
        try {
            for (int i = 0; i < STRETCH; i++) {
                Job job = next();
                if (job == null) {
                    return;
                }
                perform(job);
            }
        } finally {
            peer.site.bursts.end();
            leave();
        }
    }

    private static void perform(Job job) {
        try {
            job.run();
        } catch (Throwable failure) {
            LOG.error("Handling a client's message failed; this is a fault in Keryx", failure);
        }
    }

    private synchronized void enter(Thread thread) {
        worker = thread;
    }

    private synchronized @Nullable Job next() {
        Job job = held ? null : head;
        if (job != null) {
            head = job.next;
            tail = head == null ? null : tail;
            events--;
            bytes -= job.bytes;
            if (toldFull
                    && events <= peer.site.limits.inboundEvents() / 2
                    && bytes <= peer.site.limits.inboundBytes() / 2) {
                toldFull = false;
                peer.loop.execute(peer::inboxHasRoom);
            }
        }
        return job;
    }

    /** Whether another event follows the one being handled. */
    private synchronized boolean hasMore() {
        return head != null && !held;
    }

    private void leave() {
        boolean more;
        Runnable action = null;
        synchronized (this) {
            worker = null;
            running = head != null && !held;
            more = running;
            if (idle()) {
                peer.site.busy.remove(peer);
                action = whenIdle;
                whenIdle = null;
            }
        }
        if (more) {
            submit();
            return;
        }
        if (action != null) {
            action.run();
        }
        peer.site.busy.announce();
    }

    /** Inside a job: nothing follows it until {@link #resumeWith}. */
    synchronized void hold() {
        held = true;
    }

    /** Ends the hold; this job is handled before any that wait. Any thread. */
    void resumeWith(Job job) {
        synchronized (this) {
            job.next = head;
            head = job;
            tail = tail == null ? job : tail;
            events++;
            bytes += job.bytes;
            held = false;
        }
        schedule();
    }

    /** Runs the action when there is nothing to handle, now or later. The action is short. */
    void whenIdle(Runnable action) {
        synchronized (this) {
            if (!idle()) {
                whenIdle = action;
                return;
            }
        }
        action.run();
    }

    /** Interrupts the handler under way. False: there is none. */
    synchronized boolean interrupt() {
        if (worker == null) {
            return false;
        }
        worker.interrupt();
        return true;
    }
}
