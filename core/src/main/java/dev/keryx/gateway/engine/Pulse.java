package dev.keryx.gateway.engine;

import java.time.Duration;

/** One link's heartbeat: when to ping, and by when something must have come back. On the lane. */
final class Pulse {
    /** Pings of links that came together spread over a fifth of the interval. */
    private static final int SPREAD = 10;

    private final int intervalMillis;
    private boolean waiting;
    private long due;

    Pulse(Site site, long now) {
        long interval = Math.min(Integer.MAX_VALUE, site.options.pingInterval().toMillis());
        Duration spread = Duration.ofMillis(interval / SPREAD);
        long own = interval
                - spread.toMillis()
                + site.clock.upTo(spread.multipliedBy(2)).toMillis();
        intervalMillis = (int) Math.min(Integer.MAX_VALUE, own);
        due = now + nanos();
    }

    private long nanos() {
        return intervalMillis * 1_000_000L;
    }

    Duration interval() {
        return Duration.ofMillis(intervalMillis);
    }

    long due() {
        return due;
    }

    /** Whether it is time to ping; the answer is then waited for. */
    boolean beats(long now, long timeout) {
        if (waiting || due > now) {
            return false;
        }
        waiting = true;
        due = now + timeout;
        return true;
    }

    /** Whether the other side is taken for gone. */
    boolean over(long now) {
        return waiting && due <= now;
    }

    /** It was not listened to, so its silence says nothing. */
    void excuse(long now, long timeout) {
        if (waiting) {
            due = now + timeout;
        }
    }

    /** Something came: it lives. True: and the next ping is due at another time than was thought. */
    boolean felt(long now) {
        if (!waiting) {
            return false;
        }
        waiting = false;
        due = now + nanos();
        return true;
    }
}
