package dev.keryx.threads;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded queue that any thread may fill and one thread empties, without locks: adding is one atomic exchange. Items of
 * one thread stay in order, and an item added after another was seen in the queue comes after it.
 *
 * @param <E> the items
 */
public final class MpscQueue<E> {
    /** Of the consumer: the node whose item has been taken already. */
    private Node<E> head = new Node<>(null);

    /** Of the producers: the node added last. */
    private final AtomicReference<Node<E>> tail = new AtomicReference<>(head);

    /** Any thread. */
    public void add(E item) {
        Node<E> node = new Node<>(item);
        tail.getAndSet(node).setRelease(node);
    }

    /**
     * The consumer only.
     *
     * @return the oldest item; null where there is none, or where its producer has not quite finished adding it, which
     *     {@link #isEmpty()} tells apart
     */
    public @Nullable E poll() {
        Node<E> next = head.getAcquire();
        if (next == null) {
            return null;
        }
        E item = next.item;
        next.item = null;
        head = next;
        return item;
    }

    /** The consumer only. False as soon as a producer has begun to add. */
    public boolean isEmpty() {
        return head == tail.get();
    }

    /** Refers to the node after it. */
    private static final class Node<E> extends AtomicReference<@Nullable Node<E>> {
        private static final long serialVersionUID = 1L;

        transient @Nullable E item;

        Node(@Nullable E item) {
            this.item = item;
        }
    }
}
