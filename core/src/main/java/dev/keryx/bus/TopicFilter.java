package dev.keryx.bus;

import java.util.List;

/**
 * Which topics a subscription follows: a topic's name in which a segment may be {@code *} (any one segment) and the last
 * may be {@code **} (one or more segments). The same on every adapter. A wildcard matches no topic of Keryx's own, see
 * {@link Topic#RESERVED_PREFIX}.
 */
public final class TopicFilter implements Comparable<TopicFilter> {
    private final String pattern;
    private final List<String> segments;
    private final boolean exact;
    private final boolean permitted;

    private TopicFilter(String pattern, List<String> segments, boolean permitted) {
        this.pattern = pattern;
        this.segments = segments;
        this.permitted = permitted;
        this.exact = segments.stream().noneMatch(TopicNames::isWildcard);
    }

    /**
     * A filter with or without wildcards.
     *
     * @param pattern segments separated by dots, at most {@value Topic#MAX_BYTES} bytes of UTF-8
     * @return equal to any other of that pattern
     * @throws IllegalArgumentException naming what is wrong
     */
    public static TopicFilter of(String pattern) {
        List<String> segments = TopicNames.segments(pattern, "filter");
        if (segments.subList(0, segments.size() - 1).contains("**")) {
            throw new IllegalArgumentException("** stands only at the end of a filter: " + pattern);
        }
        return new TopicFilter(pattern, segments, !pattern.startsWith(Topic.RESERVED_PREFIX));
    }

    /**
     * Follows exactly this topic.
     *
     * @param topic of any name
     * @return a filter that matches no other
     */
    public static TopicFilter exactly(Topic topic) {
        return new TopicFilter(topic.name(), topic.segments(), topic.isPermitted());
    }

    /**
     * {@return whether a subscription of this filter gets what is published to the topic}
     *
     * @param topic concrete, without wildcards
     */
    public boolean matches(Topic topic) {
        return exact ? pattern.equals(topic.name()) : !topic.isReserved() && matches(topic.segments());
    }

    private boolean matches(List<String> names) {
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (i >= names.size()) {
                return false;
            }
            if (segment.equals("**")) {
                return true;
            }
            if (!segment.equals("*") && !segment.equals(names.get(i))) {
                return false;
            }
        }
        return names.size() == segments.size();
    }

    /** {@return whether it has no wildcard, so that it is the name of one topic} */
    public boolean isExact() {
        return exact;
    }

    /** {@return whether a bus takes it: it asks for no topic of Keryx's own, or follows exactly one made as such} */
    public boolean isPermitted() {
        return permitted;
    }

    /** {@return the filter as it was written} */
    public String pattern() {
        return pattern;
    }

    /** {@return what stands between the dots; unmodifiable, never empty} */
    public List<String> segments() {
        return segments;
    }

    /** By pattern. Hash tables need it too: names that share a hash, as clients may choose them, would be slow to find. */
    @Override
    public int compareTo(TopicFilter other) {
        return pattern.compareTo(other.pattern);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicFilter that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
