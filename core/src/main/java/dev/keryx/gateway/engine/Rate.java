package dev.keryx.gateway.engine;

/**
 * A token bucket without the bucket: all that is kept of a client is one number, the time at which what it has taken so far
 * would be paid for at the steady rate. Taking is always allowed and runs up a debt, whose size tells how long to wait.
 */
final class Rate {
    private static final long SECOND = 1_000_000_000L;

    private final long nanosEach;
    private final long credit;

    /** @param perSecond {@link dev.keryx.gateway.GatewayLimits#OFF} for no limit */
    Rate(int perSecond, int burst) {
        nanosEach = perSecond == Integer.MAX_VALUE ? 0 : SECOND / perSecond;
        credit = nanosEach * burst;
    }

    /**
     * Takes one.
     *
     * @param paidAt as returned by the call before; 0 at first
     */
    long take(long paidAt, long now) {
        return Math.max(paidAt, now) + nanosEach;
    }

    /** How long until the debt is within the burst; not above zero where it is. */
    long excess(long paidAt, long now) {
        return paidAt - now - credit;
    }

    /** Whether at least half of the burst is there again. */
    boolean calm(long paidAt, long now) {
        return paidAt - now <= credit / 2;
    }
}
