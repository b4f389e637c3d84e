package dev.keryx.threads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded first-in, first-out queue: any thread adds, without locks and without waiting; one thread at a time polls.
 *
 * <p>A linked list whose head is always a spent node. Adding swaps the tail and then links the old tail to the new one; in
 * the instant between the two the consumer sees the queue end before the new node. Whoever added will link it at once, so a
 * consumer that is told after {@link #add} returned always finds it.
 *
 * @param <T> what it holds
 */
public final class MpscQueue<T> {
    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(Node.class, "next", Node.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private static final class Node<T> {
        @Nullable
        T value;

        volatile @Nullable Node<T> next;

        Node(@Nullable T value) {
            this.value = value;
        }
    }

    // The head belongs to the consumer; the tail is swapped by every producer.
    private Node<T> head = new Node<>(null);
    private final AtomicReference<Node<T>> tail = new AtomicReference<>(head);

    /**
     * Puts it at the end; any thread.
     *
     * @param value not null
     */
    public void add(T value) {
        Node<T> node = new Node<>(value);
        NEXT.setRelease(tail.getAndSet(node), node);
    }

    /** {@return the oldest, taken out, or null where there is none; one thread at a time} */
    public @Nullable T poll() {
        Node<T> next = head.next;
        if (next == null) {
            return null;
        }
        T value = next.value;
        next.value = null;
        head = next;
        return value;
    }

    /**
     * {@return whether there is nothing, for the thread that polls} False as soon as an addition has begun, even while
     * {@link #poll} does not see it yet: so whoever leaves a flag down and then finds the queue empty knows that the
     * next one to add will see the flag.
     */
    public boolean isEmpty() {
        return head == tail.get();
    }
}
