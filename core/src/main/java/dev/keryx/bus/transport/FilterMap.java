package dev.keryx.bus.transport;

import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by filter, found by topic: what it costs to find those that match does not grow with those that do not. For the
 * engine, and for drivers whose broker is in their own process.
 *
 * <p>Safe on any thread. Finding takes no lock; a find that overlaps a change sees it or not.
 *
 * @param <V> the values
 */
public final class FilterMap<V> {
    private final Map<String, V> exact = new ConcurrentHashMap<>();

    // A tree by segments; "*" and "**" are branches like others, since no topic has a segment of that name.
    private final Node<V> root = new Node<>();

    private static final class Node<V> {
        volatile @Nullable V value;

        // Only changed by whoever holds the map's monitor.
        final Map<String, Node<V>> branches = new ConcurrentHashMap<>(2);

        boolean isBare() {
            return value == null && branches.isEmpty();
        }
    }

    /** An empty one. */
    public FilterMap() {}

    /**
     * {@return the value of exactly this filter, or null}
     *
     * @param filter compared as it is written: wildcards match nothing here
     */
    public @Nullable V get(TopicFilter filter) {
        if (filter.isExact()) {
            return exact.get(filter.pattern());
        }
        Node<V> node = root;
        for (String segment : filter.segments()) {
            node = node.branches.get(segment);
            if (node == null) {
                return null;
            }
        }
        return node.value;
    }

    /**
     * Sets the value of a filter, in place of the one it had.
     *
     * @param filter with or without wildcards
     * @param value not null
     */
    public synchronized void put(TopicFilter filter, V value) {
        if (filter.isExact()) {
            exact.put(filter.pattern(), value);
            return;
        }
        Node<V> node = root;
        for (String segment : filter.segments()) {
            node = node.branches.computeIfAbsent(segment, unused -> new Node<>());
        }
        node.value = value;
    }

    /**
     * Forgets a filter and everything that was kept for it alone.
     *
     * @param filter without effect where it has no value
     */
    public synchronized void remove(TopicFilter filter) {
        if (filter.isExact()) {
            exact.remove(filter.pattern());
        } else {
            remove(root, filter.segments().iterator());
        }
    }

    private void remove(Node<V> node, Iterator<String> segments) {
        if (!segments.hasNext()) {
            node.value = null;
            return;
        }
        String segment = segments.next();
        Node<V> branch = node.branches.get(segment);
        if (branch != null) {
            remove(branch, segments);
            if (branch.isBare()) {
                node.branches.remove(segment);
            }
        }
    }

    /**
     * Calls the action with the value of each filter that matches the topic, once each, in no particular order.
     *
     * @param topic concrete, without wildcards
     * @param action called in the caller
     */
    public void forEachMatch(Topic topic, Consumer<? super V> action) {
        V same = exact.get(topic.name());
        if (same != null) {
            action.accept(same);
        }
        if (!root.branches.isEmpty() && !topic.isReserved()) {
            match(root, topic.segments(), 0, action);
        }
    }

    private void match(Node<V> node, List<String> segments, int index, Consumer<? super V> action) {
        if (index == segments.size()) {
            take(node, action);
            return;
        }
        if (node.branches.isEmpty()) {
            return;
        }
        Node<V> tail = node.branches.get("**");
        if (tail != null) {
            take(tail, action);
        }
        Node<V> any = node.branches.get("*");
        if (any != null) {
            match(any, segments, index + 1, action);
        }
        Node<V> same = node.branches.get(segments.get(index));
        if (same != null) {
            match(same, segments, index + 1, action);
        }
    }

    private void take(Node<V> node, Consumer<? super V> action) {
        V value = node.value;
        if (value != null) {
            action.accept(value);
        }
    }

    /** {@return whether nothing is kept} */
    public boolean isEmpty() {
        return exact.isEmpty() && root.isBare();
    }
}
