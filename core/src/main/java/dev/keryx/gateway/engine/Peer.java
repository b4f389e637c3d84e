package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.SlowPolicy;
import dev.keryx.gateway.link.Link;
import dev.keryx.gateway.link.LinkEvents;
import dev.keryx.gateway.link.MalformedException;
import dev.keryx.gateway.link.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One link and whoever is at its other end. Holds against drivers that call too often or too late: after the end nothing
 * does anything. On the lane, except where said.
 */
final class Peer implements LinkEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    /** How long a closed link's backlog may take to leave. */
    private static final long LAST_WORDS_NANOS = 5_000_000_000L;

    /** When to come back, where no drain says otherwise. */
    private static final Signal.Advice SOON = new Signal.Advice(Duration.ofMillis(500), Duration.ofSeconds(2));

    private static final long LONGEST_RATE_PAUSE_NANOS = 1_000_000_000L;
    private static final int TOO_BIG = 1009;
    private static final int PAUSED_BY_INBOX = 1;
    private static final int PAUSED_BY_RATE = 2;
    private static final int PAUSED_BY_FAREWELL = 4;

    final Site site;
    final LaneLoop loop;
    final Outlet outlet;
    final Inbox inbox;
    final Pulse pulse;
    private final Link link;
    private final Talk talk;

    /** Places in the lane's {@link Deadlines} and {@link Roll}. */
    int place = Deadlines.NOWHERE;

    int rollPlace;

    private int pauses;
    private long lookAt = Site.NEVER;
    private long helloBy;
    private long closeBy = Site.NEVER;
    private long paidAt;
    private long overSince = Site.NEVER;
    private @Nullable CloseReason closing;
    private @Nullable Farewell farewell;
    private boolean gone;

    /** False as soon as the end has begun. Any thread may read it. */
    private volatile boolean open = true;

    Peer(Site site, LaneLoop loop, Link link, Dialect dialect, Function<Peer, Talk> talk) {
        this.site = site;
        this.loop = loop;
        this.link = link;
        this.outlet = new Outlet(site, loop, this, link, dialect);
        this.inbox = new Inbox(this);
        long now = site.time();
        this.pulse = new Pulse(site, now);
        this.talk = talk.apply(this);
        this.helloBy = now + site.limits.helloWithin().toNanos();
    }

    /** Begins; the first call. */
    void begin() {
        loop.roll.add(this);
        outlet.dialect.links.incrementAndGet();
        site.watch.links.increment();
        talk.opened();
        lookBy(Math.min(talk.expectsHello() ? helloBy : Site.NEVER, talk.ping() == null ? Site.NEVER : pulse.due()));
    }

    boolean isOpen() {
        return open;
    }

    /** Why it has ended or is about to. */
    CloseReason closeReason() {
        return closing == null ? CloseReason.LOST : closing;
    }

    Talk talk() {
        return talk;
    }

    /** Sends a signal in its turn. Any thread. */
    void tell(Signal signal) {
        tell(Outgoing.of(signal));
    }

    /** The same for anything. */
    void tell(Outgoing what) {
        loop.offer(new Letter(outlet, what));
        site.bursts.wake(loop);
    }

    /** A connection of this link, for telemetry; null where it has none in that namespace. */
    private void about(String namespace, Consumer<ConnectionInfo> news) {
        Presence presence = talk.in(namespace);
        if (presence != null) {
            news.accept(presence.info());
        }
    }

    /** Its queue is over the bound. */
    void slow() {
        SlowPolicy policy = site.options.slowPolicy();
        talk.each(presence -> site.watch.tell(observer -> observer.slow(presence.info(), policy)));
    }

    /** It will never get this event. */
    void dropped(Signal.Event event) {
        about(event.namespace(), info -> site.watch.tell(observer -> observer.dropped(info, 1)));
    }

    /** The same, and it is to be told. */
    void missed(Signal.Event event) {
        Presence presence = talk.in(event.namespace());
        if (presence != null) {
            presence.missed(event.room() == null ? Set.of() : Set.of(event.room()), "too slow");
        }
    }

    @Override
    public void text(byte[] message) {
        if (closing != null || !admits(message)) {
            return;
        }
        try {
            talk.text(message);
        } catch (MalformedException fault) {
            malformed(fault.reason());
        }
    }

    @Override
    public void binary(byte[] message) {
        if (closing != null || !admits(message)) {
            return;
        }
        try {
            talk.binary(message);
        } catch (MalformedException fault) {
            malformed(fault.reason());
        }
    }

    private void malformed(CloseReason reason) {
        site.watch.refused("protocol");
        LOG.debug("{} sent what is not the protocol: {}", link.remote(), reason.text());
        close(reason);
    }

    /** Holds the message against the client's limits. False: it was the one too many. */
    private boolean admits(byte[] message) {
        long now = site.time();
        if (pulse.felt(now)) {
            lookBy(pulse.due());
        }
        if (message.length > site.limits.messageBytes()) {
            site.watch.refused("messageBytes");
            close(new CloseReason(TOO_BIG, "a message has at most " + site.limits.messageBytes() + " bytes"));
            return false;
        }
        paidAt = site.messageRate.take(paidAt, now);
        long excess = site.messageRate.excess(paidAt, now);
        if (excess <= 0) {
            if (overSince != Site.NEVER && site.messageRate.calm(paidAt, now)) {
                overSince = Site.NEVER;
            }
            return true;
        }
        if (overSince == Site.NEVER) {
            overSince = now;
        }
        if (excess > LONGEST_RATE_PAUSE_NANOS || now - overSince > LONGEST_RATE_PAUSE_NANOS) {
            site.watch.refused("messageRate");
            close(CloseReason.RATE);
            return false;
        }
        pause(PAUSED_BY_RATE, "messageRate");
        lookBy(now + excess);
        return true;
    }

    private void pause(int why, String limit) {
        if ((pauses & why) == 0) {
            if (pauses == 0) {
                link.read(false);
            }
            pauses |= why;
            site.watch.readPaused(limit);
        }
    }

    private void resume(int why) {
        if ((pauses & why) != 0) {
            pauses &= ~why;
            if (pauses == 0 && closing == null) {
                pulse.excuse(site.time());
                link.read(true);
            }
        }
    }

    /** Hands events over, to be handled in order; reading pauses where too many wait. */
    void hand(Inbox.Job job) {
        if (inbox.add(job)) {
            pause(PAUSED_BY_INBOX, "inbound");
            inbox.schedule();
        }
    }

    /** The handlers have caught up. */
    void inboxHasRoom() {
        resume(PAUSED_BY_INBOX);
    }

    @Override
    public void readBurstEnds() {
        inbox.schedule();
    }

    @Override
    public void writable() {
        if (!gone) {
            outlet.writable();
        }
    }

    /** The driver itself failed. */
    void broken(Throwable failure) {
        LOG.warn("The link to {} failed", link.remote(), failure);
        close(CloseReason.LOST);
    }

    @Override
    public void closed(CloseReason reason) {
        if (gone) {
            return;
        }
        gone = true;
        open = false;
        if (closing == null) {
            closing = reason;
            talk.ended(reason);
        }
        inbox.schedule();
        outlet.gone();
        loop.forget(this);
        loop.roll.remove(this);
        outlet.dialect.links.decrementAndGet();
        site.watch.links.decrement();
        if (farewell != null) {
            farewell.gone(this);
        }
    }

    void close(CloseReason reason) {
        boolean comesBack = reason.comesBack() && reason.code() != CloseReason.NORMAL.code();
        close(reason, comesBack ? Optional.of(SOON) : Optional.empty());
    }

    private void close(CloseReason reason, Optional<Signal.Advice> advice) {
        if (closing != null) {
            return;
        }
        closing = reason;
        open = false;
        talk.ended(reason);
        inbox.schedule();
        closeBy = site.time() + LAST_WORDS_NANOS;
        lookBy(closeBy);
        Outgoing goodbye = talk.goodbye(reason, advice);
        if (Outlet.endsAtOnce(reason)) {
            outlet.finish(reason, null);
        } else {
            loop.offer(new Finish(outlet, reason, goodbye));
            loop.wake();
        }
    }

    /** The last thing said to a link, after what was said before. */
    private record Finish(
            Outlet outlet, CloseReason reason, @Nullable Outgoing goodbye) implements Op {
        @Override
        public void apply(LaneLoop loop) {
            outlet.finish(reason, goodbye);
        }

        @Override
        public boolean splits() {
            return true;
        }
    }

    /** A drain has begun and waits for its end. */
    void leaving(Farewell words) {
        farewell = words;
    }

    /** Part of a drain: closed as soon as what it has sent so far is handled and answered. */
    void leave() {
        Farewell words = farewell;
        if (closing == null && words != null) {
            pause(PAUSED_BY_FAREWELL, "drain");
            inbox.whenIdle(() -> {
                loop.offer(words.to(this));
                loop.wake();
            });
        }
    }

    /** See {@link #leave}; all its answers are in the queue of the outlet now. */
    void sayGoodbye(Farewell words) {
        close(CloseReason.DRAINING, Optional.of(words.advice()));
    }

    /** Closes it whatever waits. */
    void cut() {
        if (closing == null) {
            closing = CloseReason.DRAINING;
            open = false;
            talk.ended(CloseReason.DRAINING);
            inbox.schedule();
        }
        outlet.cut();
    }

    /** Wants to be looked at no later than this. */
    void lookBy(long due) {
        if (due < lookAt && !gone) {
            lookAt = due;
            loop.lookAt(this, due);
        }
    }

    /** Does what is due; when to look again. */
    long look(long now) {
        lookAt = Site.NEVER;
        if (closing == null && talk.expectsHello() && helloBy <= now) {
            site.watch.refused("helloWithin");
            close(CloseReason.AUTH.because("no hello in time"));
        }
        if (closing == null) {
            lookAtPulse(now);
        }
        long next = Math.min(outlet.look(now), talk.look(now));
        if (closeBy <= now) {
            closeBy = Site.NEVER;
            outlet.cut();
        }
        lookAt = gone ? Site.NEVER : Math.min(Math.min(next, closeBy), nextWhileOpen(now));
        return lookAt;
    }

    private void lookAtPulse(long now) {
        if (overSince != Site.NEVER && site.messageRate.excess(paidAt, now) <= 0) {
            resume(PAUSED_BY_RATE);
        }
        if (pauses != 0) {
            pulse.excuse(now);
        }
        Outgoing ping = talk.ping();
        if (ping == null) {
            return;
        }
        if (pulse.over(now)) {
            site.watch.refused("pingTimeout");
            close(CloseReason.NO_PONG);
        } else if (pulse.beats(now)) {
            outlet.send(ping);
        }
    }

    private long nextWhileOpen(long now) {
        if (closing != null) {
            return Site.NEVER;
        }
        long next = talk.expectsHello() ? helloBy : Site.NEVER;
        if (talk.ping() != null) {
            next = Math.min(next, pulse.due());
        }
        if ((pauses & PAUSED_BY_RATE) != 0) {
            next = Math.min(next, now + site.messageRate.excess(paidAt, now));
        }
        return next;
    }
}
