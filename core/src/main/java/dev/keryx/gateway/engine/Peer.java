package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.Link;
import dev.keryx.gateway.link.LinkEvents;
import dev.keryx.gateway.link.MalformedException;
import dev.keryx.gateway.link.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One link and whoever is at its other end. Holds against drivers that call too often or too late: after the end nothing
 * does anything. On the lane, except where said.
 *
 * <pre>
 *   HEARING ── nothing more will come ──► ANSWERING ── all is answered, or late ──► CLOSING ── the link has ended ──► GONE
 *      └─────────────────── the engine or the application closes it ───────────────────▲
 * </pre>
 */
final class Peer implements LinkEvents, Deadlines.Entry {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    /** How long the last answers may take to be given, and then a closed link's backlog to leave. */
    private static final long LAST_WORDS_NANOS = 5_000_000_000L;

    private enum Life {
        HEARING,
        ANSWERING,
        CLOSING,
        GONE
    }

    /** A fault on this side. */
    static final CloseReason INTERNAL = new CloseReason(1011, "internal error");

    /** When to come back, where no drain says otherwise. */
    private static final Signal.Advice SOON = new Signal.Advice(Duration.ofMillis(500), Duration.ofSeconds(2));

    final Site site;
    final LaneLoop loop;
    final Outlet outlet;
    final Inbox inbox;
    final Pulse pulse;
    private final Intake intake;
    private final Talk talk;

    /** Place in the lane's {@link Roll}. */
    int rollPlace;

    private int deadlinePlace = Deadlines.NOWHERE;
    private long lookAt = Site.NEVER;

    /** By when the client must have said hello; once its end has begun, by when the next step of that must be done. */
    private long deadline;

    /** Written on the lane; any thread may read it. */
    private volatile Life life = Life.HEARING;

    /** Why it does not hear any more. */
    private @Nullable CloseReason reason;

    private @Nullable Farewell farewell;

    Peer(Site site, LaneLoop loop, Link link, Dialect dialect, Function<Peer, Talk> talk) {
        this.site = site;
        this.loop = loop;
        this.intake = new Intake(this);
        this.outlet = new Outlet(this, link, dialect);
        this.inbox = new Inbox(this);
        long now = site.time();
        this.pulse = new Pulse(site, now);
        this.talk = talk.apply(this);
        this.deadline = now + site.limits.helloWithin().toNanos();
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

    /** Whether it can still be sent something. Any thread. */
    boolean isOpen() {
        return life == Life.HEARING || life == Life.ANSWERING;
    }

    Talk talk() {
        return talk;
    }

    /** Why it has ended or is about to. */
    CloseReason closeReason() {
        return reason == null ? CloseReason.LOST : reason;
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
        if (life != Life.HEARING || !admits(message)) {
            return;
        }
        try {
            talk.take(message, binary);
        } catch (MalformedException fault) {
            malformed(fault.reason());
        } catch (Throwable failure) { // a protocol's, in a way that is not the client's fault
            LOG.error("Reading a message of {} failed", outlet.link.remote(), failure);
            close(INTERNAL);
        }
    }

    private boolean admits(byte[] message) {
        long now = site.time();
        if (pulse.felt(now)) {
            lookBy(pulse.due());
        }
        CloseReason tooMuch = intake.weigh(message.length, now);
        if (tooMuch != null) {
            close(tooMuch);
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
        answerRest(why, goodbye(why));
    }

    @Override
    public void ending(CloseReason why) {
        answerRest(why, null);
    }

    /** Closes it once what has come so far is handled and answered, or has taken too long. */
    private void answerRest(CloseReason why, @Nullable Outgoing goodbye) {
        if (life == Life.HEARING) {
            life = Life.ANSWERING;
            reason = why;
            nextStepWithin(LAST_WORDS_NANOS);
            inbox.schedule();
            closeWhenIdle(why, goodbye);
        }
    }

    private void closeWhenIdle(CloseReason why, @Nullable Outgoing goodbye) {
        inbox.whenIdle(() -> {
            loop.offer(new Closing(this, why, goodbye));
            loop.wake();
        });
    }

    /** For the log. */
    @Override
    public String toString() {
        return "link to " + outlet.link.remote();
    }

    private void nextStepWithin(long nanos) {
        deadline = site.time() + nanos;
        lookBy(deadline);
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
        if (life == Life.HEARING) {
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
        if (life != Life.GONE) {
            outlet.writable();
        }
    }

    /** The driver itself failed. */
    void broken(Throwable failure) {
        Trouble.warn(LOG, this + " failed and is closed", failure);
        close(CloseReason.LOST);
    }

    @Override
    public void closed(CloseReason why) {
        if (life == Life.GONE) {
            return;
        }
        boolean unexpected = isOpen();
        life = Life.GONE;
        if (unexpected) {
            ended(reason == null ? why : reason);
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

    /** Closes it after what is queued for it. */
    void close(CloseReason why) {
        if (begin(why)) {
            if (Outlet.endsAtOnce(why)) {
                outlet.finish(why, null);
            } else {
                loop.offer(new Closing(this, why, goodbye(why)));
                loop.wake();
            }
        }
    }

    /** Closes it now, since what was queued before has been handed to the link; unless another reason came first. */
    void closeInTurn(CloseReason why, @Nullable Outgoing goodbye) {
        if (begin(why) || why.equals(reason)) {
            outlet.finish(why, goodbye);
        }
    }

    @Nullable
    Outgoing goodbye(CloseReason why) {
        boolean comesBack = why.comesBack() && why.code() != CloseReason.NORMAL.code();
        return talk.goodbye(why, comesBack ? Optional.of(SOON) : Optional.empty());
    }

    /** Begins the end: from now on it says and hears nothing. False: it has begun before. */
    private boolean begin(CloseReason why) {
        if (!isOpen()) {
            return false;
        }
        life = Life.CLOSING;
        ended(why);
        nextStepWithin(LAST_WORDS_NANOS);
        return true;
    }

    private void ended(CloseReason why) {
        reason = why;
        talk.ended(why);
        inbox.schedule();
    }

    /** A drain has begun and waits for its end. */
    void leaving(Farewell words) {
        farewell = words;
    }

    /** Part of a drain: closed as soon as what it has sent so far is handled and answered. */
    void leave() {
        Farewell words = farewell;
        if (life == Life.HEARING && words != null) {
            intake.pause(Intake.LEAVING, "drain");
            closeWhenIdle(CloseReason.DRAINING, talk.goodbye(CloseReason.DRAINING, words.advice()));
        }
    }

    /** Closes it whatever waits. */
    void cut() {
        begin(CloseReason.DRAINING);
        outlet.cut();
    }

    /** Wants to be looked at no later than this. */
    void lookBy(long due) {
        if (due < lookAt && life != Life.GONE) {
            lookAt = due;
            loop.lookAt(this, due);
        }
    }

    /** Does what is due; when to look again. */
    long look(long now) {
        lookAt = Site.NEVER;
        if (deadline <= now) {
            late();
        }
        long next = Math.min(outlet.look(now), talk.look(now));
        if (life == Life.HEARING) {
            next = Math.min(next, intake.look(now));
            beat(now);
        }
        // What was looked at may have wanted to be looked at again sooner.
        lookAt = life == Life.GONE ? Site.NEVER : Math.min(Math.min(lookAt, next), nextOfItsOwn());
        return lookAt;
    }

    /** The deadline is over. */
    private void late() {
        if (life == Life.HEARING && talk.expectsHello()) {
            site.watch.refused("helloWithin");
            close(CloseReason.AUTH.because("no hello in time"));
        } else if (life == Life.ANSWERING) {
            close(closeReason());
        } else if (life == Life.CLOSING) {
            deadline = Site.NEVER;
            outlet.cut();
        }
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
            close(CloseReason.NO_PONG);
        } else if (pulse.beats(now, site.pingTimeout)) {
            outlet.send(ping);
        }
    }

    private long nextOfItsOwn() {
        if (life != Life.HEARING) {
            return deadline;
        }
        long next = talk.expectsHello() ? deadline : Site.NEVER;
        return talk.ping() == null ? next : Math.min(next, pulse.due());
    }
}
