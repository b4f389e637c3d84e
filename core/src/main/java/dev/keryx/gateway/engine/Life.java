package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.Signal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a link has come, and why it ends. Holds against drivers that call too often or too late: no step is taken twice or
 * back. On the lane, except where said.
 *
 * <pre>
 *   HEARING ── nothing more will come ──► ANSWERING ── all is answered, or late ──► CLOSING ── the link has ended ──► GONE
 *      └─────────────────── the engine or the application closes it ───────────────────▲
 * </pre>
 */
final class Life {
    /** How long the last answers may take to be given, and then a closed link's backlog to leave. */
    private static final long LAST_WORDS_NANOS = 5_000_000_000L;

    private enum Step {
        HEARING,
        ANSWERING,
        CLOSING,
        GONE
    }

    /** When to come back, where no drain says otherwise. */
    private static final Signal.Advice SOON = new Signal.Advice(Duration.ofMillis(500), Duration.ofSeconds(2));

    private final Peer peer;

    /** Written on the lane; any thread may read it. */
    private volatile Step step = Step.HEARING;

    /** By when the client must have said hello; once its end has begun, by when the next step of that must be done. */
    private long deadline;

    /** Why it does not hear any more. */
    private @Nullable CloseReason reason;

    Life(Peer peer, long helloBy) {
        this.peer = peer;
        this.deadline = helloBy;
    }

    /** Whether what comes is taken. */
    boolean hears() {
        return step == Step.HEARING;
    }

    /** Whether it can still be sent something. Any thread. */
    boolean isOpen() {
        return step == Step.HEARING || step == Step.ANSWERING;
    }

    boolean isGone() {
        return step == Step.GONE;
    }

    /** Why it has ended or is about to. */
    CloseReason reason() {
        return reason == null ? CloseReason.LOST : reason;
    }

    /** By when its next step is due; {@link Site#NEVER} for none. */
    long due() {
        return hears() && !peer.talk().expectsHello() ? Site.NEVER : deadline;
    }

    /** Closes it once what has come so far is handled and answered, or has taken too long. */
    void answerRest(CloseReason why, @Nullable Outgoing goodbye) {
        if (hears()) {
            step = Step.ANSWERING;
            reason = why;
            nextStepWithin(LAST_WORDS_NANOS);
            peer.inbox.schedule();
            closeWhenIdle(why, goodbye);
        }
    }

    /** Closes it as soon as what has come so far is handled and answered. */
    void closeWhenIdle(CloseReason why, @Nullable Outgoing goodbye) {
        peer.inbox.whenIdle(() -> closeAfterAll(why, goodbye));
    }

    private void closeAfterAll(CloseReason why, @Nullable Outgoing goodbye) {
        peer.loop.offer(new Closing(peer, why, goodbye));
        peer.loop.wake();
    }

    /** Closes it after what is queued for it. */
    void close(CloseReason why) {
        if (begin(why)) {
            if (Outlet.endsAtOnce(why)) {
                peer.outlet.finish(why, null);
            } else {
                closeAfterAll(why, goodbye(why));
            }
        }
    }

    /** Closes it now, since what was queued before has been handed to the link; unless another reason came first. */
    void closeInTurn(CloseReason why, @Nullable Outgoing goodbye) {
        if (begin(why) || why.equals(reason)) {
            peer.outlet.finish(why, goodbye);
        }
    }

    /** Closes it whatever waits. */
    void cut() {
        begin(CloseReason.DRAINING);
        peer.outlet.cut();
    }

    /** What to say before it is closed; null for nothing. */
    @Nullable
    Outgoing goodbye(CloseReason why) {
        boolean comesBack = why.comesBack() && why.code() != CloseReason.NORMAL.code();
        return peer.talk().goodbye(why, comesBack ? Optional.of(SOON) : Optional.empty());
    }

    /** Begins the end: from now on it says and hears nothing. False: it has begun before. */
    private boolean begin(CloseReason why) {
        if (!isOpen()) {
            return false;
        }
        step = Step.CLOSING;
        ended(why);
        nextStepWithin(LAST_WORDS_NANOS);
        return true;
    }

    private void ended(CloseReason why) {
        reason = why;
        peer.talk().ended(why);
        peer.inbox.schedule();
    }

    private void nextStepWithin(long nanos) {
        deadline = peer.site.time() + nanos;
        peer.lookBy(deadline);
    }

    /** The link has ended. False: that is known. */
    boolean end(CloseReason why) {
        if (isGone()) {
            return false;
        }
        boolean unexpected = isOpen();
        step = Step.GONE;
        if (unexpected) {
            ended(reason == null ? why : reason);
        }
        return true;
    }

    /** Goes on where the next step has not come in time. */
    void look(long now) {
        if (deadline > now) {
            return;
        }
        if (hears() && peer.talk().expectsHello()) {
            peer.site.watch.refused("helloWithin");
            close(CloseReason.AUTH.because("no hello in time"));
        } else if (step == Step.ANSWERING) {
            close(reason());
        } else if (step == Step.CLOSING) {
            deadline = Site.NEVER;
            peer.outlet.cut();
        }
    }
}
