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
 */
final class Peer implements LinkEvents, Deadlines.Entry {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    /** How long a closed link's backlog may take to leave. */
    private static final long LAST_WORDS_NANOS = 5_000_000_000L;

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

    /** By when the client must have said hello; once it is being closed, by when that must be done. */
    private long deadline;

    private @Nullable CloseReason closing;
    private @Nullable Farewell farewell;
    private boolean gone;

    /** False as soon as the end has begun. Any thread may read it. */
    private volatile boolean open = true;

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

    boolean isOpen() {
        return open;
    }

    Talk talk() {
        return talk;
    }

    /** Why it has ended or is about to. */
    CloseReason closeReason() {
        return closing == null ? CloseReason.LOST : closing;
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
        if (admits(message)) {
            try {
                talk.text(message);
            } catch (MalformedException fault) {
                malformed(fault.reason());
            } catch (Throwable failure) {
                stumbled(failure);
            }
        }
    }

    @Override
    public void binary(byte[] message) {
        if (admits(message)) {
            try {
                talk.binary(message);
            } catch (MalformedException fault) {
                malformed(fault.reason());
            } catch (Throwable failure) {
                stumbled(failure);
            }
        }
    }

    /** A protocol failed, in a way that is not the client's fault. */
    private void stumbled(Throwable failure) {
        LOG.error("Reading a message of {} failed", outlet.link.remote(), failure);
        close(INTERNAL);
    }

    private boolean admits(byte[] message) {
        if (closing != null) {
            return false;
        }
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

    private void malformed(CloseReason reason) {
        site.watch.refused("protocol");
        LOG.debug("{} sent what is not the protocol: {}", outlet.link.remote(), reason.text());
        close(reason);
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
        if (closing == null) {
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
        if (!gone) {
            outlet.writable();
        }
    }

    /** The driver itself failed. */
    void broken(Throwable failure) {
        LOG.warn("The link to {} failed", outlet.link.remote(), failure);
        close(CloseReason.LOST);
    }

    @Override
    public void closed(CloseReason reason) {
        if (gone) {
            return;
        }
        gone = true;
        begin(reason);
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
    void close(CloseReason reason) {
        if (begin(reason)) {
            if (Outlet.endsAtOnce(reason)) {
                outlet.finish(reason, null);
            } else {
                loop.offer(new Finish(outlet, reason, talk.goodbye(reason, advice(reason))));
                loop.wake();
            }
        }
    }

    /** Closes it now, since what was queued before has been handed to the link. */
    void closeInTurn(CloseReason reason) {
        closeInTurn(reason, advice(reason));
    }

    /** The same, saying when to come back. */
    void closeInTurn(CloseReason reason, Optional<Signal.Advice> advice) {
        if (begin(reason)) {
            outlet.finish(reason, talk.goodbye(reason, advice));
        }
    }

    private static Optional<Signal.Advice> advice(CloseReason reason) {
        boolean comesBack = reason.comesBack() && reason.code() != CloseReason.NORMAL.code();
        return comesBack ? Optional.of(SOON) : Optional.empty();
    }

    /** Begins the end: from now on it says and hears nothing. False: it has begun before. */
    private boolean begin(CloseReason reason) {
        if (closing != null) {
            return false;
        }
        closing = reason;
        open = false;
        talk.ended(reason);
        inbox.schedule();
        deadline = site.time() + LAST_WORDS_NANOS;
        lookBy(deadline);
        return true;
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
            intake.pause(Intake.LEAVING, "drain");
            inbox.whenIdle(() -> {
                loop.offer(words.to(this));
                loop.wake();
            });
        }
    }

    /** Closes it whatever waits. */
    void cut() {
        begin(CloseReason.DRAINING);
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
        if (closing != null && deadline <= now) {
            deadline = Site.NEVER;
            outlet.cut();
        } else if (closing == null && talk.expectsHello() && deadline <= now) {
            site.watch.refused("helloWithin");
            close(CloseReason.AUTH.because("no hello in time"));
        }
        long next = Math.min(outlet.look(now), talk.look(now));
        if (closing == null) {
            next = Math.min(next, intake.look(now));
            beat(now);
        }
        // What was looked at may have wanted to be looked at again sooner.
        lookAt = gone ? Site.NEVER : Math.min(Math.min(lookAt, next), nextOfItsOwn());
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
            close(CloseReason.NO_PONG);
        } else if (pulse.beats(now, site.pingTimeout)) {
            outlet.send(ping);
        }
    }

    private long nextOfItsOwn() {
        if (closing != null) {
            return deadline;
        }
        long next = talk.expectsHello() ? deadline : Site.NEVER;
        return talk.ping() == null ? next : Math.min(next, pulse.due());
    }
}
