package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.transport.Frame;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written. Each batch has one carrier under way to the I/O thread, at once; but a carrier takes its load
 * only when it is written, and then the oldest batch. So whatever comes while the I/O thread is busy joins the last batch,
 * a lone frame waits for nothing, and the order is that of the calls, whichever threads made them.
 */
final class Outbox {
    private final StatefulRedisConnection<RedisName, Payload> connection;
    private final NameCodec codec;
    private final RedisNames names;
    private final Failures failures;

    /** Guarded by itself; exactly one carrier without a load is under way for each. */
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();

    Outbox(
            StatefulRedisConnection<RedisName, Payload> connection,
            NameCodec codec,
            RedisNames names,
            Failures failures) {
        this.connection = connection;
        this.codec = codec;
        this.names = names;
        this.failures = failures;
    }

    CompletableFuture<Void> send(Topic topic, Frame frame) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        synchronized (waiting) {
            Batch last = waiting.peekLast();
            if (last != null && last.takes(topic, frame)) {
                last.add(frame, sent);
                return sent;
            }
            Batch batch = new Batch(topic, names.channel(topic));
            batch.add(frame, sent);
            waiting.add(batch);
        }
        dispatch(new NettyEdge.Carrier(codec, this));
        return sent;
    }

    private void dispatch(NettyEdge.Carrier carrier) {
        AsyncCommand<RedisName, Payload, Long> command = new AsyncCommand<>(carrier);
        CompletableFuture<Long> unused = command.whenComplete((receivers, failure) -> settle(carrier, failure));
        try {
            connection.dispatch(command);
        } catch (RuntimeException refused) {
            command.completeExceptionally(refused);
        }
    }

    /** The oldest batch, for a carrier that is being written; on the I/O thread. */
    Batch load(NettyEdge.Carrier carrier) {
        synchronized (waiting) {
            if (carrier.batch() != null) {
                throw new IllegalStateException("A publish is written once");
            }
            Batch oldest = waiting.remove();
            carrier.take(oldest);
            return oldest;
        }
    }

    private void settle(NettyEdge.Carrier carrier, @Nullable Throwable failure) {
        boolean written;
        Batch batch;
        synchronized (waiting) {
            batch = carrier.batch();
            written = batch != null;
            if (batch == null) {
                batch = waiting.remove();
                carrier.take(batch);
            }
        }
        batch.settle(failure == null ? null : failures.ofPublish(batch.topic(), failure, written));
    }
}
