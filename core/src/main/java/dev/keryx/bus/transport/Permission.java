package dev.keryx.bus.transport;

import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;

/** Keeps applications off the topics by which Keryx's own parts talk. */
final class Permission {
    private Permission() {}

    /** @throws IllegalArgumentException where the topic is Keryx's own and was not made as such */
    static void require(Topic topic) {
        if (!topic.isPermitted()) {
            throw refusal(topic.name());
        }
    }

    /** @throws IllegalArgumentException where the filter asks for topics of Keryx's own */
    static void require(TopicFilter filter) {
        if (!filter.isPermitted()) {
            throw refusal(filter.pattern());
        }
    }

    private static IllegalArgumentException refusal(String what) {
        return new IllegalArgumentException("topics under " + Topic.RESERVED_PREFIX + " are Keryx's own: " + what);
    }
}
