package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.Link;
import dev.keryx.gateway.link.LinkEvents;
import dev.keryx.gateway.link.MalformedException;
import dev.keryx.gateway.link.Signal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One link and whoever is at its other end; its {@link Life} says how far it has come. Holds against drivers that call too often
 * or too late: after the end nothing does anything. On the lane, except where said.
 */
final class Peer implements LinkEvents, Deadlines.Entry {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    /** A fault on this side. */
    static final CloseReason INTERNAL = new CloseReason(1011, "internal error");

    final Site site;
    final LaneLoop loop;
    final Outlet outlet;
    final Inbox inbox;
    final Pulse pulse;
    final Life life;
    private final Intake intake;
    private final Talk talk;

    /** Place in the lane's {@link Roll}. */
    int rollPlace;

    private int deadlinePlace = Deadlines.NOWHERE;
    private long lookAt = Site.NEVER;
    private @Nullable Farewell farewell;

    Peer(Site site, LaneLoop loop, Link link, Dialect dialect, Function<Peer, Talk> talk) {
        this.site = site;
        this.loop = loop;
        this.intake = new Intake(this);
        this.outlet = new Outlet(this, link, dialect);
        this.inbox = new Inbox(this);
        long now = site.time();
        this.pulse = new Pulse(site, now);
        this.life = new Life(this, now + site.limits.helloWithin().toNanos());
        this.talk = talk.apply(this);
    }

    /** The first call. */
    void enter() {
        loop.roll.add(this);
        outlet.dialect.links.incrementAndGet();
        site.watch.links.increment();
        talk.opened();
        lookBy(nextOfItsOwn());
    }

    @Override
    public int place() {
        return deadlinePlace;
    }

    @Override
    public void place(int at) {
        deadlinePlace = at;
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

    @Override
    public void text(byte[] message) {
        take(message, false);
    }

    @Override
    public void binary(byte[] message) {
        take(message, true);
    }

    private void take(byte[] message, boolean binary) {
        if (!life.hears() || !admits(message)) {
            return;
        }
        try {
            talk.take(message, binary);
        } catch (MalformedException fault) {
            malformed(fault.reason());
        } catch (Throwable failure) { // a protocol's, in a way that is not the client's fault
            site.watch.warn("Reading a client's message failed, it is closed", ": " + this, failure);
            life.close(INTERNAL);
        }
    }

    private boolean admits(byte[] message) {
        long now = site.time();
        if (pulse.felt(now)) {
            lookBy(pulse.due());
        }
        CloseReason tooMuch = intake.weigh(message.length, now);
        if (tooMuch != null) {
            life.close(tooMuch);
            return false;
        }
        if (intake.paused()) {
            lookBy(intake.look(now));
        }
        return true;
    }

    private void malformed(CloseReason why) {
        site.watch.refused("protocol");
        LOG.debug("{} sent what is not the protocol: {}", outlet.link.remote(), why.text());
        life.answerRest(why, life.goodbye(why));
    }

    @Override
    public void ending(CloseReason why) {
        life.answerRest(why, null);
    }

    /** For the log. */
    @Override
    public String toString() {
        return "link to " + outlet.link.remote();
    }

    /** Hands events over, to be handled in order; reading pauses where too many wait. */
    void hand(Inbox.Job job) {
        if (inbox.add(job)) {
            intake.pause(Intake.HANDLERS_BEHIND, "inbound");
            inbox.schedule();
        }
    }

    /** The handlers have caught up. */
    void inboxHasRoom() {
        if (life.hears()) {
            intake.resume(Intake.HANDLERS_BEHIND);
            pulse.excuse(site.time(), site.pingTimeout);
        }
    }

    @Override
    public void readBurstEnds() {
        inbox.schedule();
    }

    @Override
    public void writable() {
        if (!life.isGone()) {
            outlet.writable();
        }
    }

    /** The driver itself failed. */
    void broken(Throwable failure) {
        Trouble.warn(LOG, this + " failed and is closed", failure);
        life.close(CloseReason.LOST);
    }

    @Override
    public void closed(CloseReason why) {
        if (!life.end(why)) {
            return;
        }
        outlet.gone();
        loop.forget(this);
        loop.roll.remove(this);
        outlet.dialect.links.decrementAndGet();
        site.watch.links.decrement();
        if (farewell != null) {
            farewell.gone();
        }
    }

    /** A drain has begun and waits for its end. */
    void leaving(Farewell words) {
        farewell = words;
    }

    /** Part of a drain: closed as soon as what it has sent so far is handled and answered. */
    void leave() {
        Farewell words = farewell;
        if (life.hears() && words != null) {
            intake.pause(Intake.LEAVING, "drain");
            life.closeWhenIdle(CloseReason.DRAINING, talk.goodbye(CloseReason.DRAINING, words.advice()));
        }
    }

    /** Wants to be looked at no later than this. */
    void lookBy(long due) {
        if (due < lookAt && !life.isGone()) {
            lookAt = due;
            loop.lookAt(this, due);
        }
    }

    /** Does what is due; when to look again. */
    long look(long now) {
        lookAt = Site.NEVER;
        life.look(now);
        long next = Math.min(outlet.look(now), talk.look(now));
        if (life.hears()) {
            next = Math.min(next, intake.look(now));
            beat(now);
        }
        // What was looked at may have wanted to be looked at again sooner.
        lookAt = life.isGone() ? Site.NEVER : Math.min(Math.min(lookAt, next), nextOfItsOwn());
        return lookAt;
    }

    private void beat(long now) {
        if (intake.paused()) {
            pulse.excuse(now, site.pingTimeout);
        }
        Outgoing ping = talk.ping();
        if (ping == null) {
            return;
        }
        if (pulse.over(now)) {
            site.watch.refused("pingTimeout");
            life.close(CloseReason.NO_PONG);
        } else if (pulse.beats(now, site.pingTimeout)) {
            outlet.send(ping);
        }
    }

    private long nextOfItsOwn() {
        boolean beats = life.hears() && talk.ping() != null;
        return beats ? Math.min(life.due(), pulse.due()) : life.due();
    }
}
