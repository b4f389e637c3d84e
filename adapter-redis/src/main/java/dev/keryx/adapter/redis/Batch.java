package dev.keryx.adapter.redis;

import dev.keryx.bus.Topic;
import dev.keryx.bus.transport.Frame;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Consecutive frames of one topic that leave as one message. Guarded by its outbox until it is taken from there. */
final class Batch {
    /** Enough that the cost of a message at Redis is shared by a hundred small frames, little enough to be read in one go. */
    static final int MAX_JOINED_BYTES = 16 * 1024;

    private final Topic topic;
    private final RedisName channel;
    private final Sent first;
    private Sent last;
    private int size;

    Batch(Topic topic, RedisName channel, Sent first) {
        this.topic = topic;
        this.channel = channel;
        this.first = first;
        this.last = first;
        this.size = first.frame.size();
    }

    /** Whether this frame may follow those that are here already. */
    boolean takes(Topic topic, Frame frame) {
        return frame.joinable()
                && first.frame.joinable()
                && (long) size + frame.size() <= MAX_JOINED_BYTES
                && this.topic.equals(topic);
    }

    void add(Sent sent) {
        last.next = sent;
        last = sent;
        size += sent.frame.size();
    }

    Topic topic() {
        return topic;
    }

    RedisName channel() {
        return channel;
    }

    /** In bytes. */
    int size() {
        return size;
    }

    /** Puts exactly {@link #size()} bytes. */
    void writeTo(ByteBuffer target) {
        for (Sent sent = first; sent != null; sent = sent.next) {
            sent.frame.writeTo(target);
        }
    }

    void settle(@Nullable Throwable failure) {
        Sent sent = first;
        while (sent != null) {
            Sent next = sent.next;
            // Whoever keeps the one keeps none of the others.
            sent.next = null;
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
            sent = next;
        }
    }

    /** A frame, what became of it, and the one that follows it. */
    static final class Sent extends CompletableFuture<Void> {
        private final Frame frame;
        private @Nullable Sent next;

        Sent(Frame frame) {
            this.frame = frame;
        }
    }
}
