package dev.keryx.bus;

/**
 * A named stream between nodes: segments separated by dots, such as {@code orders.eu.created}. At most
 * {@value #MAX_BYTES} bytes of UTF-8, no empty segment, no control character, no segment that is exactly {@code *} or
 * {@code **}. Whatever means something to a broker means nothing here.
 */
public final class Topic implements Comparable<Topic> {
    /** Longest name in bytes of UTF-8: what file names and most brokers bear. */
    public static final int MAX_BYTES = 255;

    private final String name;

    private Topic(String name) {
        this.name = name;
    }

    /** @throws IllegalArgumentException naming what is wrong */
    public static Topic of(String name) {
        for (String segment : TopicNames.segments(name, "topic")) {
            if (TopicNames.isWildcard(segment)) {
                throw new IllegalArgumentException("a topic has no wildcards, that is a filter: " + name);
            }
        }
        return new Topic(name);
    }

    /** This topic's name, a dot and one more segment, which must not contain a dot itself. */
    public Topic child(String segment) {
        if (segment.indexOf('.') >= 0) {
            throw new IllegalArgumentException("one segment has no dot: " + segment);
        }
        return of(name + "." + segment);
    }

    public String name() {
        return name;
    }

    /** @throws IndexOutOfBoundsException where there is no such segment */
    public String segment(int index) {
        return TopicNames.split(name).get(index);
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
