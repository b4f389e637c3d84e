package dev.keryx.gateway.engine;

import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.link.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The goodbye to all links, a batch at a time on each lane, and the count of those that are gone. Any thread, except where
 * said.
 */
final class Farewell {
    private final Site site;
    private final DrainPlan plan;
    private final Runnable whenAllGone;

    // All guarded by this.
    private int lanesLeft;
    private long left;
    private long gone;
    private boolean over;

    Farewell(Site site, DrainPlan plan, Runnable whenAllGone) {
        this.site = site;
        this.plan = plan;
        this.whenAllGone = whenAllGone;
    }

    /** When to come back. */
    Optional<Signal.Advice> advice() {
        return Optional.of(new Signal.Advice(plan.comeBackAfter(), plan.jitter()));
    }

    void begin() {
        List<LaneLoop> loops = site.loops();
        synchronized (this) {
            lanesLeft = loops.size();
        }
        settle();
        for (LaneLoop loop : loops) {
            loop.offer(new Rounds(Math.max(1, plan.batch() / loops.size())));
            loop.wake();
        }
    }

    /** A link has ended. */
    void gone() {
        synchronized (this) {
            left--;
            gone++;
        }
        settle();
    }

    private synchronized void expect(int links) {
        lanesLeft--;
        left += links;
    }

    private void settle() {
        synchronized (this) {
            if (over || lanesLeft > 0 || left > 0) {
                return;
            }
            over = true;
        }
        whenAllGone.run();
    }

    /** How many links have ended so far. */
    synchronized long countGone() {
        return gone;
    }

    /** How many have not. */
    synchronized long countLeft() {
        return left;
    }

    /** The time is over: cuts off whoever is left. */
    void force() {
        for (LaneLoop loop : site.loops()) {
            loop.execute(() -> {
                for (Peer peer : loop.roll.all()) {
                    peer.life.cut();
                }
            });
        }
    }

    /** One lane's links, a batch after the other, so that all have heard it at half the time. */
    private final class Rounds implements Op {
        private final int batch;

        Rounds(int batch) {
            this.batch = batch;
        }

        @Override
        public void apply(LaneLoop loop) {
            Peer[] peers = loop.roll.all();
            for (Peer peer : peers) {
                peer.leaving(Farewell.this);
            }
            expect(peers.length);
            settle();
            int rounds = (peers.length + batch - 1) / batch;
            next(loop, peers, 0, plan.within().dividedBy(2L * Math.max(1, rounds)));
        }

        @Override
        public boolean splits() {
            return true;
        }

        private void next(LaneLoop loop, Peer[] peers, int from, Duration pause) {
            int to = Math.min(peers.length, from + batch);
            for (int i = from; i < to; i++) {
                peers[i].leave();
            }
            if (to < peers.length) {
                loop.lane.later(() -> next(loop, peers, to, pause), pause);
            }
        }
    }
}
