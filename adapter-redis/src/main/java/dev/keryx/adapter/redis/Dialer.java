package dev.keryx.adapter.redis;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Transports;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to whatever server it is told, by threads of its own or borrowed ones, until it is closed. None of them
 * reconnects, buffers or replays.
 */
final class Dialer {
    private final DialOptions options;
    private final NettyEdge.@Nullable Own threads;
    private final RedisClient client;

    /** Guarded by this. */
    private final Map<Long, CompletableFuture<?>> attempts = new HashMap<>();

    private long number;

    private boolean closed;

    /** Without resources to borrow, it makes its own; none of their threads runs before the first connect. */
    Dialer(DialOptions options, @Nullable ClientResources borrowed) {
        this.options = options;
        this.threads = borrowed == null ? new NettyEdge.Own() : null;
        this.client = RedisClient.create(threads == null ? borrowed : threads.resources());
        client.setOptions(options.clientOptions());
    }

    /** One attempt; names and payloads by this codec. */
    CompletableFuture<Connections> connect(RedisURI uri, NameCodec codec) {
        if (uri.getSocket() != null && !Transports.NativeTransports.isDomainSocketSupported()) {
            return CompletableFuture.failedFuture(unsupported(uri));
        }
        RedisURI timed = options.timed(uri);
        return attempt(() -> {
            CompletableFuture<Connections> pair = new CompletableFuture<>();
            CompletableFuture<StatefulRedisConnection<RedisName, Payload>> publisher =
                    client.connectAsync(codec, timed).toCompletableFuture();
            CompletableFuture<StatefulRedisPubSubConnection<RedisName, Payload>> subscriber =
                    client.connectPubSubAsync(codec, timed).toCompletableFuture();
            Connections.pair(publisher, subscriber, pair);
            return pair;
        });
    }

    /** To be seen no earlier, as looking for it loads code that is not Java's. */
    private static KeryxException unsupported(RedisURI uri) {
        return new KeryxException(
                ErrorCode.UNSUPPORTED,
                "cannot connect to Redis at " + Addresses.name(uri) + ": a Unix socket needs Netty's native transport, "
                        + "netty-transport-native-epoll or netty-transport-native-kqueue, on the class path");
    }

    CompletableFuture<StatefulRedisSentinelConnection<String, String>> connectSentinel(RedisURI uri) {
        return attempt(() -> client.connectSentinelAsync(StringCodec.UTF8, options.timed(uri)));
    }

    private <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> dial) {
        CompletableFuture<T> attempt;
        long mine;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(givenUp());
            }
            attempt = begin(dial);
            mine = ++number;
            attempts.put(mine, attempt);
        }
        CompletableFuture<T> unused = attempt.whenComplete((done, failure) -> forget(mine));
        return attempt;
    }

    private static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> dial) {
        try {
            return dial.get();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private synchronized void forget(long attempt) {
        attempts.remove(attempt);
    }

    private static CancellationException givenUp() {
        return new CancellationException("the attempt was given up");
    }

    /** Gives up what is under way, closes every connection and ends the threads, where they are its own. */
    CompletableFuture<Void> close() {
        List<CompletableFuture<?>> underWay;
        synchronized (this) {
            closed = true;
            underWay = List.copyOf(attempts.values());
        }
        underWay.forEach(attempt -> attempt.completeExceptionally(givenUp()));
        NettyEdge.Own own = threads;
        if (own == null) {
            return client.shutdownAsync(0, 0, TimeUnit.MILLISECONDS);
        }
        return own.closeSockets()
                .thenRun(own::stopTimer)
                .thenCompose(done -> client.shutdownAsync(0, 0, TimeUnit.MILLISECONDS))
                .handle((done, failure) -> own)
                .thenCompose(NettyEdge.Own::endThreads);
    }
}
