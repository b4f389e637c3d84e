package dev.keryx.adapter.redis;

import dev.keryx.bus.Topic;
import dev.keryx.bus.transport.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Consecutive frames of one topic that leave as one message. Guarded by its outbox until it is taken from there. */
final class Batch {
    /** Enough that the cost of a message at Redis is shared by a hundred small frames, little enough to be read in one go. */
    static final int MAX_JOINED_BYTES = 16 * 1024;

    private final Topic topic;
    private final RedisName channel;
    private final List<Frame> frames = new ArrayList<>(4);
    private final List<CompletableFuture<Void>> sent = new ArrayList<>(4);
    private int size;

    Batch(Topic topic, RedisName channel) {
        this.topic = topic;
        this.channel = channel;
    }

    /** Whether this frame may follow those that are here already. */
    boolean takes(Topic topic, Frame frame) {
        return frame.joinable()
                && frames.get(0).joinable()
                && (long) size + frame.size() <= MAX_JOINED_BYTES
                && this.topic.equals(topic);
    }

    void add(Frame frame, CompletableFuture<Void> future) {
        frames.add(frame);
        sent.add(future);
        size += frame.size();
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
        for (Frame frame : frames) {
            frame.writeTo(target);
        }
    }

    void settle(@Nullable Throwable failure) {
        for (CompletableFuture<Void> future : sent) {
            if (failure == null) {
                future.complete(null);
            } else {
                future.completeExceptionally(failure);
            }
        }
    }
}
