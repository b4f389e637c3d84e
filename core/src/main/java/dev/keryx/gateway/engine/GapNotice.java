package dev.keryx.gateway.engine;

import dev.keryx.TimeSource;
import dev.keryx.gateway.link.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a connection may have missed and is to be told. A broker's hiccup concerns everybody at once, and everybody re-reads
 * then, so notices are merged, spread, and rare. On the lane.
 */
final class GapNotice {
    /** Between two notices to one connection. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    /** Over which the notices of one hole are spread. */
    static final Duration SPREAD = Duration.ofSeconds(2);

    private final TimeSource clock;
    private final Set<String> rooms = new HashSet<>();
    private boolean all;
    private String reason = "";
    private long due = Site.NEVER;
    private long notBefore;

    GapNotice(TimeSource clock) {
        this.clock = clock;
    }

    /**
     * When it is due.
     *
     * @param missed empty: everything
     */
    long add(Set<String> missed, String why, long now) {
        all |= missed.isEmpty();
        rooms.addAll(missed);
        reason = why;
        if (due == Site.NEVER) {
            due = Math.max(notBefore, now + clock.upTo(SPREAD).toNanos());
        }
        return due;
    }

    long due() {
        return due;
    }

    /** The notice, where its time has come. */
    Signal.@Nullable Missed take(String namespace, long now) {
        if (due > now) {
            return null;
        }
        Signal.Missed news = new Signal.Missed(namespace, all ? Set.of() : Set.copyOf(rooms), reason);
        rooms.clear();
        all = false;
        due = Site.NEVER;
        notBefore = now + PAUSE.toNanos();
        return news;
    }
}
