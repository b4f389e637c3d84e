package dev.keryx.adapter.redis;

import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.Frame;
import dev.keryx.bus.transport.Sink;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Two connections from their opening to the loss of the first. Both are closed inside Lettuce's own notice of the loss, so
 * that it neither reconnects nor replays anything, not even on a client with its default options.
 */
final class RedisLink implements BusLink {
    private final Connections connections;
    private final NameCodec codec;
    private final Settings settings;
    private final Sink sink;
    private final Failures failures;
    private final Surroundings surroundings;
    private final Subscriptions subscriptions;
    private final Outbox outbox;
    private final Heartbeat publishing;
    private final Heartbeat subscribing;

    /** Set by whoever ends it first; from then on no frame passes. */
    private final AtomicBoolean ending = new AtomicBoolean();

    /** Once it is the engine who wants the end, there is no loss to report. */
    private volatile boolean closeAsked;

    /** Completes when both connections are closed and the sink has heard its last. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    RedisLink(
            Connections connections,
            NameCodec codec,
            Settings settings,
            Sink sink,
            Failures failures,
            Surroundings surroundings) {
        this.connections = connections;
        this.codec = codec;
        this.settings = settings;
        this.sink = sink;
        this.failures = failures;
        this.surroundings = surroundings;
        this.subscriptions = new Subscriptions(connections.subscriber(), codec, settings, failures);
        this.publishing = new Heartbeat(connections.publisher(), codec, failures, this::end);
        this.subscribing = new Heartbeat(connections.subscriber(), codec, failures, this::end);
        this.outbox = new Outbox(connections.publisher(), codec, settings, failures, publishing);
    }

    /** Begins to listen; what happened before is noticed too. */
    RedisLink begin() {
        surroundings.begin(this);
        connections.subscriber().addListener(new Incoming());
        connections.listen(new Watch());
        if (!connections.isOpen()) {
            end(failures.lost(null));
        }
        settings.outputLimit().look(this, failures.address());
        return this;
    }

    @Override
    public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
        return ending.get() ? CompletableFuture.failedFuture(failures.notConnected(null)) : subscriptions.add(filters);
    }

    @Override
    public CompletableFuture<Void> remove(Set<TopicFilter> filters) {
        if (ending.get()) {
            return CompletableFuture.completedFuture(null);
        }
        return subscriptions.remove(filters).handle((done, failure) -> {
            if (failure != null && !ending.get()) {
                throw failures.unknown("the end of subscriptions", failure);
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> send(Topic topic, Frame frame) {
        return ending.get()
                ? CompletableFuture.failedFuture(failures.notConnected(null))
                : surroundings.judge(topic, outbox.send(topic, frame));
    }

    @Override
    public CompletableFuture<Void> ping() {
        surroundings.look(this);
        return CompletableFuture.allOf(publishing.beat(), subscribing.beat());
    }

    @Override
    public CompletableFuture<Void> close() {
        closeAsked = true;
        end(failures.notConnected(null));
        return ended.copy();
    }

    @Override
    public int maxFrameBytes() {
        return settings.maxFrameBytes();
    }

    /** A question to the server about itself. */
    CompletableFuture<List<Object>> ask(CommandType type, String... words) {
        return Questions.ask(connections.publisher(), codec, type, words);
    }

    Set<TopicFilter> filters() {
        return subscriptions.filters();
    }

    Failures failures() {
        return failures;
    }

    boolean isOver() {
        return ending.get();
    }

    /** Frames may have been lost though this link is well. */
    void missed(String why) {
        if (!ending.get()) {
            sink.missed(Set.of(), failures.missed(why));
        }
    }

    void end(KeryxException loss) {
        if (ending.compareAndSet(false, true)) {
            surroundings.end();
            CompletableFuture<Void> unused = connections.closeAsync().whenComplete((closed, failure) -> bury(loss));
        }
    }

    private void bury(KeryxException loss) {
        try {
            if (!closeAsked) {
                sink.lost(loss);
            }
        } finally {
            ended.complete(null);
        }
    }

    private void pass(@Nullable TopicFilter via, RedisName channel, Payload bytes) {
        subscribing.heard();
        if (via == null || ending.get()) {
            return;
        }
        try {
            Topic topic = channel.topic(settings.names());
            if (topic != null) {
                sink.frame(via, topic, bytes);
            }
        } catch (Throwable fault) {
            // A frame that is not taken is lost; the loss of the link makes a gap of it.
            end(failures.lost(fault));
        }
    }

    private void revoke(@Nullable TopicFilter filter, String why) {
        if (filter != null && !ending.get()) {
            sink.revoked(Set.of(filter), failures.left(why));
        }
    }

    /** The only listener: hands over and lets nothing out. On the subscribing connection's I/O thread. */
    private final class Incoming extends RedisPubSubAdapter<RedisName, Payload> {
        @Override
        public void message(RedisName channel, Payload message) {
            pass(subscriptions.channel(channel), channel, message);
        }

        @Override
        public void smessage(RedisName channel, Payload message) {
            pass(subscriptions.channel(channel), channel, message);
        }

        @Override
        public void message(RedisName pattern, RedisName channel, Payload message) {
            pass(subscriptions.pattern(pattern), channel, message);
        }

        @Override
        public void unsubscribed(RedisName channel, long left) {
            revoke(subscriptions.channelRevoked(channel), "it ended a subscription unasked");
        }

        @Override
        public void punsubscribed(RedisName pattern, long left) {
            revoke(subscriptions.patternRevoked(pattern), "it ended a subscription unasked");
        }

        @Override
        public void sunsubscribed(RedisName channel, long left) {
            revoke(subscriptions.channelRevoked(channel), "another node serves the channel now");
        }
    }

    /** Notices the end of either connection, on that connection's I/O thread. */
    private final class Watch implements RedisConnectionStateListener {
        private volatile @Nullable Throwable lastFault;

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            end(failures.lost(lastFault));
        }

        @Override
        public void onRedisExceptionCaught(RedisChannelHandler<?, ?> connection, Throwable cause) {
            lastFault = cause;
        }
    }
}
