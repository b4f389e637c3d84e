package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.SlowPolicy;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Link;
import dev.keryx.gateway.link.Signal;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of one link: what rooms hold of it. While the link takes what it is given, that is one field of it to
 * look at; once it does not, a {@link Backlog} stands in between and the rules for slow clients apply, to this link only.
 * On the lane.
 */
final class Outlet {
    final Peer peer;
    final Link link;
    final Dialect dialect;

    /** Which casts of the lane's run it gets; means something only while the stamp is the run's. */
    long mask;

    int stamp;

    /** What waits; null: the link takes everything. */
    private @Nullable Backlog backlog;

    private boolean sending;
    private boolean writableMeanwhile;

    /** How the link is to be closed once the backlog is gone. */
    private @Nullable CloseReason ending;

    private boolean shut;

    Outlet(Peer peer, Link link, Dialect dialect) {
        this.peer = peer;
        this.link = link;
        this.dialect = dialect;
    }

    /** Its part of a run. */
    void take(long part, Run run) {
        if (shut || ending != null) {
            peer.site.watch.dropped.add(run.countEvents(part));
        } else if (backlog != null) {
            long before = peer.site.time();
            run.casts(part, cast -> queue(cast, before));
        } else {
            transmit(run.chunk(part, dialect));
            run.taken(part);
        }
    }

    /** Something for it alone, outside of any run: it may overtake what a run is about to bring. */
    void send(Outgoing what) {
        if (shut || ending != null || what.in(dialect).frames().isEmpty()) {
            return;
        }
        if (backlog != null) {
            backlog.add(what, peer.site.time());
            return;
        }
        Chunk chunk = peer.loop.lane.chunk(what.in(dialect).sizeBytes());
        Chunks.putAll(what.in(dialect), chunk);
        transmit(chunk);
        chunk.release();
    }

    /** The chunk stays the caller's. False: the link is stalled. */
    private boolean transmit(Chunk chunk) {
        boolean all = false;
        sending = true;
        writableMeanwhile = false;
        try {
            all = link.send(chunk);
        } catch (Throwable failure) {
            peer.broken(failure);
        } finally {
            sending = false;
        }
        if (all || writableMeanwhile || shut) {
            return true;
        }
        long now = peer.site.time();
        if (backlog == null) {
            backlog = new Backlog(dialect, now);
        }
        backlog.stalledAt = now;
        peer.lookBy(now + peer.site.outboundAge);
        return false;
    }

    private void queue(Outgoing what, long now) {
        Backlog waiting = backlog;
        if (waiting == null || shut) {
            peer.site.watch.dropped.add(what.isEvent() ? 1 : 0);
            return;
        }
        if (what.delivery instanceof Delivery.Droppable) {
            Signal.Event event = what.event();
            if (event != null) {
                Losses.dropped(peer, event);
            }
            return;
        }
        if (what.delivery instanceof Delivery.Latest && waiting.dropSame(what)) {
            peer.site.watch.dropped.increment();
        }
        waiting.add(what, now);
        while (tooMuch(waiting) && !shut) {
            relieve(waiting, now);
        }
    }

    /**
     * One message alone may be larger than the bound, else it could never be sent. Where the oldest go, one may also wait behind
     * whatever the link has, which may be a whole run by itself: else the newest would go, or the client.
     */
    private boolean tooMuch(Backlog waiting) {
        int unsent = link.unsentBytes();
        return waiting.bytes() + (long) unsent > peer.site.limits.outboundBytes()
                && (waiting.size() > 1 || (unsent > 0 && !dropsOldest()));
    }

    private boolean dropsOldest() {
        return peer.site.options.slowPolicy() == SlowPolicy.DROP_OLDEST;
    }

    private void relieve(Backlog waiting, long sinceAtMost) {
        if (!waiting.told) {
            waiting.told = true;
            Losses.slow(peer);
        }
        Signal.Event oldest = dropsOldest() ? waiting.dropOldest(sinceAtMost) : null;
        if (oldest != null) {
            Losses.missed(peer, oldest);
        } else if (peer.life.isOpen()) {
            peer.life.close(CloseReason.SLOW);
        } else {
            shut(CloseReason.SLOW); // its end has begun for another reason, and waits for nobody who does not read
        }
    }

    /** What the link kept is gone. */
    void writable() {
        if (sending) {
            writableMeanwhile = true;
            return;
        }
        Backlog waiting = backlog;
        while (waiting != null && waiting.size() > 0 && !shut) {
            int before = waiting.events();
            Chunk chunk = waiting.fill(peer.loop.lane, Run.MOST_BYTES);
            peer.site.watch.delivered.add(before - waiting.events());
            boolean all = transmit(chunk);
            chunk.release();
            if (!all) {
                return;
            }
        }
        backlog = null;
        if (ending != null && !shut) {
            shut(ending);
        }
    }

    /** Looks at the age of what waits; when to look again. */
    long look(long now) {
        Backlog waiting = backlog;
        if (waiting == null || shut) {
            return Site.NEVER;
        }
        long latest = now - peer.site.outboundAge;
        if (peer.site.options.slowPolicy() == SlowPolicy.DISCONNECT) {
            if (waiting.oldest() <= latest) {
                relieve(waiting, latest);
            }
            return shut ? Site.NEVER : waiting.oldest() + peer.site.outboundAge;
        }
        while (waiting.oldestEvent() <= latest) {
            relieve(waiting, latest);
        }
        return Math.min(waiting.oldestEvent(), now) + peer.site.outboundAge;
    }

    /** Whether there is no point in waiting for the other side. */
    static boolean endsAtOnce(CloseReason reason) {
        return reason.code() == CloseReason.SLOW.code() || reason.code() == CloseReason.LOST.code();
    }

    /** Nothing more after this; the link is closed when what waits has been sent. */
    void finish(CloseReason reason, @Nullable Outgoing goodbye) {
        if (shut || ending != null) {
            return;
        }
        if (goodbye != null) {
            send(goodbye);
        }
        if (endsAtOnce(reason) || backlog == null) {
            shut(reason);
        } else {
            ending = reason;
        }
    }

    private void shut(CloseReason reason) {
        if (!shut) {
            shut = true;
            forget();
            link.close(reason);
        }
    }

    /** Ends the link at once, also where it is being closed already. */
    void cut() {
        shut = true;
        forget();
        link.close(CloseReason.LOST);
    }

    /** The link has ended by itself. */
    void gone() {
        shut = true;
        forget();
    }

    private void forget() {
        if (backlog != null) {
            peer.site.watch.dropped.add(backlog.events());
            backlog = null;
        }
    }
}
