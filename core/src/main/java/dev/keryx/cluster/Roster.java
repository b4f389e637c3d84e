package dev.keryx.cluster;

import dev.keryx.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which other nodes there are, by what they say of themselves.
 *
 * <pre>
 *            hello                6 s of silence              60 s
 *   unknown ───────────► living ─────────────────► missing ──────────► unknown
 *                        ▲  │ bye        hello │  │ bye
 *                        └──┼──────────────────┘  │
 *                           ▼                     ▼          10 s
 *                          left (its late hellos mean nothing) ──────► unknown
 * </pre>
 *
 * While our own link is down silence means nothing, and for six seconds after that nobody dies of it. A node that starts
 * again is known by its higher incarnation. Safe on any thread: everything under this object's lock.
 */
final class Roster {
    static final Duration LEASE = Duration.ofSeconds(6);
    static final Duration MISSED_FOR = Duration.ofSeconds(60);
    private static final Duration LEFT_FOR = Duration.ofSeconds(10);

    private enum Standing {
        LIVING(LEASE),
        MISSING(MISSED_FOR),
        LEFT(LEFT_FOR);

        private final long nanos;

        Standing(Duration lasts) {
            nanos = lasts.toNanos();
        }
    }

    private record Entry(Standing standing, long since, int incarnation, boolean clients, int highest) {
        Entry now(Standing next, long nanos) {
            return new Entry(next, nanos, incarnation, clients, highest);
        }
    }

    private final Map<NodeId, Entry> entries = new TreeMap<>();
    private boolean frozen = true;

    /** As of the last change of the entries. */
    private volatile int commonVersion = FrameCodec.VERSION;

    /** @return whether it was not living before */
    synchronized boolean heard(NodeId node, int incarnation, Said.Hello hello, long nanos) {
        Entry known = entries.get(node);
        if (known != null && isOlder(incarnation, known)) {
            return false;
        }
        entries.put(node, new Entry(Standing.LIVING, nanos, incarnation, hello.clients(), hello.highest()));
        agree();
        return known == null || known.standing() != Standing.LIVING;
    }

    private static boolean isOlder(int incarnation, Entry known) {
        int ahead = incarnation - known.incarnation();
        return ahead < 0 || (ahead == 0 && known.standing() == Standing.LEFT);
    }

    /** @return whether it was there before */
    synchronized boolean left(NodeId node, int incarnation, long nanos) {
        Entry known = entries.get(node);
        if (known == null || isOlder(incarnation, known)) {
            return false;
        }
        entries.put(node, known.now(Standing.LEFT, nanos));
        agree();
        return true;
    }

    /** Our link is down: time stands still. */
    synchronized void freeze() {
        frozen = true;
    }

    /** Our link is up again: whatever was counted is counted anew. */
    synchronized void thaw(long nanos) {
        frozen = false;
        entries.replaceAll((node, entry) -> entry.now(entry.standing(), nanos));
    }

    /**
     * Looks at the clock.
     *
     * @return who has died since the last look
     */
    synchronized List<NodeId> expire(long nanos) {
        List<NodeId> died = new ArrayList<>();
        if (frozen) {
            return died;
        }
        for (Iterator<Map.Entry<NodeId, Entry>> all = entries.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<NodeId, Entry> one = all.next();
            Entry entry = one.getValue();
            if (nanos - entry.since() < entry.standing().nanos) {
                continue;
            }
            if (entry.standing() == Standing.LIVING) {
                one.setValue(entry.now(Standing.MISSING, nanos));
                died.add(one.getKey());
            } else {
                all.remove();
            }
        }
        agree();
        return died;
    }

    /** Those living or missing that may have connections. */
    synchronized Set<NodeId> others() {
        Set<NodeId> others = new TreeSet<>();
        entries.forEach((node, entry) -> {
            if (entry.clients() && entry.standing() != Standing.LEFT) {
                others.add(node);
            }
        });
        return others;
    }

    /** The highest version that all understand, ourselves included. */
    int commonVersion() {
        return commonVersion;
    }

    private void agree() {
        int common = FrameCodec.VERSION;
        for (Entry entry : entries.values()) {
            if (entry.standing() != Standing.LEFT && entry.highest() >= 1) {
                common = Math.min(common, entry.highest());
            }
        }
        commonVersion = common;
    }
}
