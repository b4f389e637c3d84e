package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client with threads of its own, from the first connect to the release. It never reconnects, buffers or replays. */
final class OwnAccess implements RedisAccess {
    private final RedisURI uri;
    private final String address;
    private final Failures failures;

    /** Guarded by this, like the two below. */
    private @Nullable RedisClient client;

    private NettyEdge.@Nullable Own threads;

    private @Nullable CompletableFuture<Connections> attempt;

    OwnAccess(RedisURI uri, Duration timeout) {
        this.uri = RedisURI.builder(uri).withTimeout(timeout).build();
        this.address = Addresses.name(uri);
        this.failures = new Failures(address);
    }

    @Override
    public synchronized CompletableFuture<Connections> connect(NameCodec codec) {
        CompletableFuture<Connections> connections = new CompletableFuture<>();
        attempt = connections;
        try {
            RedisClient dialling = client();
            CompletableFuture<StatefulRedisConnection<RedisName, Payload>> publisher =
                    dialling.connectAsync(codec, uri).toCompletableFuture();
            CompletableFuture<StatefulRedisPubSubConnection<RedisName, Payload>> subscriber =
                    dialling.connectPubSubAsync(codec, uri).toCompletableFuture();
            Connections.pair(publisher, subscriber, connections);
        } catch (RuntimeException refused) {
            connections.completeExceptionally(refused);
        }
        return connections;
    }

    private RedisClient client() {
        if (client == null) {
            threads = new NettyEdge.Own();
            client = RedisClient.create(threads.resources(), uri);
            client.setOptions(options());
        }
        return client;
    }

    private ClientOptions options() {
        return ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(
                        SocketOptions.builder().connectTimeout(uri.getTimeout()).build())
                .timeoutOptions(TimeoutOptions.builder()
                        .timeoutSource(new ControlTimeouts(uri.getTimeout()))
                        .build())
                .useHashIndexQueue(false)
                .build();
    }

    @Override
    public CompletableFuture<Void> release() {
        RedisClient released;
        NettyEdge.Own theirs;
        CompletableFuture<Connections> aborted;
        synchronized (this) {
            released = client;
            theirs = threads;
            aborted = attempt;
            client = null;
            threads = null;
            attempt = null;
        }
        if (aborted != null) {
            aborted.completeExceptionally(failures.notConnected(null));
        }
        if (released == null || theirs == null) {
            return CompletableFuture.completedFuture(null);
        }
        return theirs.closeSockets()
                .thenCompose(closed -> released.shutdownAsync(0, 0, TimeUnit.MILLISECONDS))
                .handle((shutdown, failure) -> theirs)
                .thenCompose(NettyEdge.Own::endThreads);
    }

    @Override
    public String address() {
        return address;
    }
}
