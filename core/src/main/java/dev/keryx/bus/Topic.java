package dev.keryx.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named stream between nodes: segments separated by dots, such as {@code orders.eu.created}. At most
 * {@value #MAX_BYTES} bytes of UTF-8, no empty segment, no control character, no segment that is exactly {@code *} or
 * {@code **}. Whatever means something to a broker means nothing here.
 */
public final class Topic implements Comparable<Topic> {
    /** Longest name in bytes of UTF-8: what file names and most brokers bear. */
    public static final int MAX_BYTES = 255;

    /** Topics that begin so are Keryx's own: a bus refuses them to applications, and no wildcard matches them. */
    public static final String RESERVED_PREFIX = "kx.";

    private final String name;
    private final boolean permitted;

    // Split when it is first asked for; threads that race split twice and agree.
    private @Nullable List<String> segments;

    private Topic(String name, boolean permitted) {
        this.name = name;
        this.permitted = permitted;
    }

    /**
     * A topic of the application's.
     *
     * @param name segments separated by dots; one that begins with {@link #RESERVED_PREFIX} is made, but refused by a
     *     bus
     * @return equal to any other of that name
     * @throws IllegalArgumentException naming what is wrong
     */
    public static Topic of(String name) {
        requireTopic(name);
        return new Topic(name, !name.startsWith(RESERVED_PREFIX));
    }

    /**
     * A topic of Keryx's own, for those of its parts that talk over an application's bus.
     *
     * @param name begins with {@link #RESERVED_PREFIX}
     * @return a topic that equals any other of its name, and that a bus does not refuse
     * @throws IllegalArgumentException naming what is wrong
     */
    public static Topic reserved(String name) {
        requireTopic(name);
        if (!name.startsWith(RESERVED_PREFIX)) {
            throw new IllegalArgumentException("a reserved topic begins with " + RESERVED_PREFIX + ", got " + name);
        }
        return new Topic(name, true);
    }

    private static void requireTopic(String name) {
        for (String segment : TopicNames.segments(name, "topic")) {
            if (TopicNames.isWildcard(segment)) {
                throw new IllegalArgumentException("a topic has no wildcards, that is a filter: " + name);
            }
        }
    }

    /** {@return whether it is Keryx's own} */
    public boolean isReserved() {
        return name.startsWith(RESERVED_PREFIX);
    }

    /** {@return whether a bus takes it: it is not reserved, or was made by {@link #reserved}} */
    public boolean isPermitted() {
        return permitted;
    }

    /**
     * This topic's name, a dot and one more segment, which must not contain a dot itself.
     *
     * @param segment whatever may stand between two dots
     * @return one segment longer
     * @throws IllegalArgumentException where the segment is none, or the name becomes too long
     */
    public Topic child(String segment) {
        if (segment.indexOf('.') >= 0) {
            throw new IllegalArgumentException("one segment has no dot: " + segment);
        }
        return of(name + "." + segment);
    }

    /** {@return the segments, joined by dots} */
    public String name() {
        return name;
    }

    /**
     * {@return one segment}
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException where there is no such segment
     */
    public String segment(int index) {
        return segments().get(index);
    }

    /** {@return what stands between the dots; unmodifiable, never empty} */
    public List<String> segments() {
        List<String> split = segments;
        if (split == null) {
            split = TopicNames.split(name);
            segments = split;
        }
        return split;
    }

    @Override
    public int compareTo(Topic other) {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topic that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
