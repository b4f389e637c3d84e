package dev.keryx.threads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded queue that any thread may fill and one thread empties, without locks: adding is one atomic exchange. Items of
 * one thread stay in order, and an item added after another was seen in the queue comes after it.
 *
 * @param <E> the items
 */
public final class MpscQueue<E> {
    private static final VarHandle TAIL;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(MpscQueue.class, "tail", Node.class);
            NEXT = lookup.findVarHandle(Node.class, "next", Node.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Of the consumer: the node whose item has been taken already. */
    private Node<E> head = new Node<>(null);

    /** Of the producers: the node added last. */
    private volatile Node<E> tail = head;

    /** Any thread. */
    @SuppressWarnings("unchecked") // the handle knows the raw type only
    public void add(E item) {
        Node<E> node = new Node<>(item);
        Node<E> previous = (Node<E>) TAIL.getAndSet(this, node);
        NEXT.setRelease(previous, node);
    }

    /**
     * The consumer only.
     *
     * @return the oldest item; null where there is none, or where its producer has not quite finished adding it, which
     *     {@link #isEmpty()} tells apart
     */
    @SuppressWarnings("unchecked") // the handle knows the raw type only
    public @Nullable E poll() {
        Node<E> next = (Node<E>) NEXT.getAcquire(head);
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
        return head == tail;
    }

    private static final class Node<E> {
        @Nullable
        E item;

        volatile @Nullable Node<E> next;

        Node(@Nullable E item) {
            this.item = item;
        }
    }
}
