package dev.keryx.adapter.inmemory;

import dev.keryx.bus.TopicFilter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What goes wrong for one bus. */
final class BusFaults {
    private final Set<TopicFilter> rejected = ConcurrentHashMap.newKeySet();
    private volatile boolean refuses;
    private volatile boolean hung;
    private volatile int maxFrameBytes = Integer.MAX_VALUE;
    // Guarded by this: what the other side will do when it no longer hangs.
    private final Deque<Runnable> held = new ArrayDeque<>();

    boolean refuses() {
        return refuses;
    }

    void refuse(boolean refusing) {
        refuses = refusing;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    void limitFrames(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a frame has at least one byte");
        }
        maxFrameBytes = bytes;
    }

    boolean rejects(TopicFilter filter) {
        return rejected.contains(filter);
    }

    void reject(TopicFilter filter) {
        rejected.add(filter);
    }

    void permit(TopicFilter filter) {
        rejected.remove(filter);
    }

    boolean isHung() {
        return hung;
    }

    /** Does it now, in the caller, or when the other side no longer hangs. */
    void unlessHung(Runnable action) {
        if (hung) {
            synchronized (this) {
                if (hung) {
                    held.add(action);
                    return;
                }
            }
        }
        action.run();
    }

    synchronized void hang() {
        hung = true;
    }

    void resume() {
        Runnable next = nextHeld();
        while (next != null) {
            next.run();
            next = nextHeld();
        }
    }

    private synchronized @Nullable Runnable nextHeld() {
        if (held.isEmpty()) {
            hung = false;
        }
        return held.poll();
    }

    synchronized void forgetHung() {
        held.clear();
    }
}
