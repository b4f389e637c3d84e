package dev.keryx;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Messages that may have been missed, reported at the place of the hole in a subscription's order. Whoever keeps state from
 * messages re-reads it now.
 *
 * @param causes why; several where neighbouring gaps were merged
 * @param topics the filters concerned, as text; empty means all that the subscription follows
 * @param known how many messages are known to be lost; 0 where nobody can know
 */
public record Gap(Set<Cause> causes, Set<String> topics, long known) {
    /** Why messages may be missing. */
    public enum Cause {
        /** The link to the broker was lost and made again. */
        RECONNECT,
        /** The subscription's own buffer was full. */
        OVERFLOW,
        /** The broker moved the topic to another of its servers. */
        MOVED,
        /** The transport says that frames may be gone though the link is fine. */
        MISSED,
        /** The broker refused the subscription for a while. */
        REJECTED,
        /** Nothing is lost: the subscription has just begun, and whatever was published before it is not in it. */
        SUBSCRIBED
    }

    /**
     * Copies both sets.
     *
     * @param causes at least one
     * @param topics empty for all
     * @param known 0 where nobody can know
     * @throws IllegalArgumentException where there is no cause
     */
    public Gap {
        causes = Set.copyOf(causes);
        topics = Set.copyOf(topics);
        if (causes.isEmpty()) {
            throw new IllegalArgumentException("a gap has a cause");
        }
    }

    /**
     * A gap in all that the subscription follows, of an unknown number of messages.
     *
     * @param cause the only one
     * @return a gap with no topics and nothing known
     */
    public static Gap of(Cause cause) {
        return new Gap(Set.of(cause), Set.of(), 0);
    }

    /**
     * One gap in place of two neighbours.
     *
     * @param next the neighbour
     * @return all causes; the topics of both, or all where one concerns all; the sum of what is known
     */
    public Gap and(Gap next) {
        Set<Cause> all = EnumSet.copyOf(causes);
        all.addAll(next.causes);
        Set<String> both = new TreeSet<>();
        if (!topics.isEmpty() && !next.topics.isEmpty()) {
            both.addAll(topics);
            both.addAll(next.topics);
        }
        return new Gap(all, both, known + next.known);
    }
}
