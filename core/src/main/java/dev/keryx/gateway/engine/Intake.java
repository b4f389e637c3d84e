package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * What one link may say, and whether it is listened to. A link over its rate, or ahead of its handlers, is not read for a
 * while: the one way in which a client is made to wait. On the lane.
 */
final class Intake {
    /** Reasons not to read, one bit each. */
    static final int HANDLERS_BEHIND = 1;

    static final int LEAVING = 2;
    private static final int OVER_RATE = 4;

    private static final int TOO_BIG = 1009;

    /** Longest that a link may be over its rate, in debt or in time. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final Peer peer;
    private int pauses;
    private long paidAt;
    private long overSince = Site.NEVER;

    Intake(Peer peer) {
        this.peer = peer;
    }

    /** Holds a message against the limits. Null, or why it was the one too many. */
    @Nullable
    CloseReason weigh(int bytes, long now) {
        if (bytes > peer.site.limits.messageBytes()) {
            peer.site.watch.refused("messageBytes");
            return new CloseReason(TOO_BIG, "a message has at most " + peer.site.limits.messageBytes() + " bytes");
        }
        paidAt = peer.site.messageRate.take(paidAt, now);
        long excess = peer.site.messageRate.excess(paidAt, now);
        if (excess <= 0) {
            if (overSince != Site.NEVER && peer.site.messageRate.calm(paidAt, now)) {
                overSince = Site.NEVER;
            }
            return null;
        }
        if (overSince == Site.NEVER) {
            overSince = now;
        }
        if (excess > PATIENCE_NANOS || now - overSince > PATIENCE_NANOS) {
            peer.site.watch.refused("messageRate");
            return CloseReason.RATE;
        }
        pause(OVER_RATE, "messageRate");
        return null;
    }

    void pause(int why, String limit) {
        if ((pauses & why) == 0) {
            if (pauses == 0) {
                peer.outlet.link.read(false);
            }
            pauses |= why;
            peer.site.watch.readPaused(limit);
        }
    }

    void resume(int why) {
        if ((pauses & why) != 0) {
            pauses &= ~why;
            if (pauses == 0) {
                peer.outlet.link.read(true);
            }
        }
    }

    boolean paused() {
        return pauses != 0;
    }

    /** Reads on, where the debt is paid; when to look again. */
    long look(long now) {
        if ((pauses & OVER_RATE) == 0) {
            return Site.NEVER;
        }
        long excess = peer.site.messageRate.excess(paidAt, now);
        if (excess > 0) {
            return now + excess;
        }
        resume(OVER_RATE);
        return Site.NEVER;
    }
}
