package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.transport.Frame;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written. Each batch has one carrier under way to the I/O thread, at once; but a carrier takes its load
 * only when it is written, and then the oldest batch. So whatever comes while the I/O thread is busy joins the last batch,
 * a lone frame waits for nothing, and the order is that of the calls, whichever threads made them.
 */
final class Outbox {
    /** Topics whose channel is remembered: more than this in turn cost the making of a name each, nothing else. */
    private static final int SLOTS = 256;

    private final StatefulRedisConnection<RedisName, Payload> connection;
    private final NameCodec codec;
    private final Flavor flavor;
    private final RedisNames names;
    private final Failures failures;
    private final Heartbeat heartbeat;

    /** By the topic's hash, the latest wins. Guarded by {@link #waiting}, like the channels. */
    private final @Nullable Topic[] topics = new @Nullable Topic[SLOTS];

    private final @Nullable RedisName[] channels = new @Nullable RedisName[SLOTS];

    /** Guarded by itself; exactly one carrier without a load is under way for each. */
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();

    Outbox(
            StatefulRedisConnection<RedisName, Payload> connection,
            NameCodec codec,
            Settings settings,
            Failures failures,
            Heartbeat heartbeat) {
        this.connection = connection;
        this.codec = codec;
        this.flavor = settings.flavor();
        this.names = settings.names();
        this.failures = failures;
        this.heartbeat = heartbeat;
    }

    CompletableFuture<Void> send(Topic topic, Frame frame) {
        Batch.Sent sent = new Batch.Sent(frame);
        synchronized (waiting) {
            Batch last = waiting.peekLast();
            if (last != null && last.takes(topic, frame)) {
                last.add(sent);
                return sent;
            }
            waiting.add(new Batch(topic, channel(topic), sent));
        }
        NettyEdge.Carrier carrier = new NettyEdge.Carrier(flavor, codec, this);
        try {
            connection.dispatch(carrier);
        } catch (RuntimeException refused) {
            carrier.completeExceptionally(refused);
        }
        return sent;
    }

    private RedisName channel(Topic topic) {
        int slot = topic.hashCode() & (SLOTS - 1);
        RedisName channel = channels[slot];
        if (channel == null || !topic.equals(topics[slot])) {
            channel = names.channel(topic);
            topics[slot] = topic;
            channels[slot] = channel;
        }
        return channel;
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

    /** Redis has answered, or never will; the second to say so about a carrier says nothing new. */
    void settle(NettyEdge.Carrier carrier, @Nullable Throwable failure) {
        boolean written;
        Batch batch;
        synchronized (waiting) {
            if (carrier.isSettled()) {
                return;
            }
            batch = carrier.batch();
            written = batch != null;
            if (batch == null) {
                batch = waiting.remove();
                carrier.take(batch);
            }
            carrier.settled();
        }
        if (failure == null) {
            heartbeat.heard();
        }
        batch.settle(failure == null ? null : failures.ofPublish(batch.topic(), failure, written));
    }
}
