package dev.keryx.bus;

import dev.keryx.Codec;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One question that waits for its answer. Whoever takes it out of the pending ones ends it, and nobody else. */
final class Question<R> {
    final long number;
    final Topic topic;
    final CompletableFuture<R> future;
    private final Codec<R> codec;
    private final AtomicReference<@Nullable Message> unsent = new AtomicReference<>();
    // Guarded by this.
    private @Nullable Registration timer;
    private boolean over;

    Question(long number, Topic topic, Codec<R> codec, CompletableFuture<R> future) {
        this.number = number;
        this.topic = topic;
        this.codec = codec;
        this.future = future;
    }

    void says(Message message) {
        unsent.set(message);
    }

    /** What is to be published; null where somebody else does, or nobody must any more. */
    @Nullable
    Message takeUnsent() {
        return unsent.getAndSet(null);
    }

    R read(Message answer) {
        try {
            return codec.decode(answer.payload());
        } catch (KeryxException known) {
            throw known;
        } catch (RuntimeException malformed) {
            throw new KeryxException(
                    ErrorCode.BAD_VALUE, "the answer to a question on " + topic + " cannot be read", malformed);
        }
    }

    /** The timer may have run already. */
    void timedBy(Registration started) {
        synchronized (this) {
            if (!over) {
                timer = started;
                return;
            }
        }
        started.close();
    }

    void end() {
        unsent.set(null);
        Registration running;
        synchronized (this) {
            over = true;
            running = timer;
        }
        if (running != null) {
            running.close();
        }
    }
}
