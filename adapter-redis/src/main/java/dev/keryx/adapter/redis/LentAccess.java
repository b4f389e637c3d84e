package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that somebody else made and closes. It knows its address and we do not, so that it connects only by blocking: on
 * a thread made for each attempt, which is interrupted when the attempt is given up.
 */
final class LentAccess implements RedisAccess {
    private static final String ADDRESS = "the given client's address";

    private final RedisClient client;
    private final Duration both;
    private final Failures failures = new Failures(ADDRESS);

    /** Guarded by this. */
    private @Nullable CompletableFuture<Connections> present;

    LentAccess(RedisClient client, Duration timeout) {
        this.client = client;
        this.both = timeout.multipliedBy(2);
    }

    @Override
    public CompletableFuture<Connections> connect(NameCodec codec) {
        CompletableFuture<Connections> connections = new CompletableFuture<>();
        synchronized (this) {
            present = connections;
        }
        try {
            Future<?> alarm = alarm(connections);
            LentAttempt attempt = new LentAttempt(client, codec);
            Thread dialling = new Thread(() -> dial(codec, attempt, connections), "keryx-redis-connect");
            dialling.setDaemon(true);
            dialling.start();
            return connections.whenComplete((done, failure) -> {
                alarm.cancel(false);
                if (failure != null) {
                    attempt.abandon();
                    dialling.interrupt();
                }
            });
        } catch (RejectedExecutionException closedByItsOwner) {
            return CompletableFuture.failedFuture(closedByItsOwner);
        }
    }

    private Future<?> alarm(CompletableFuture<Connections> connections) {
        return NettyEdge.timer(client.getResources())
                .schedule(
                        () -> connections.completeExceptionally(new TimeoutException("no connections within " + both)),
                        both.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void dial(NameCodec codec, LentAttempt attempt, CompletableFuture<Connections> connections) {
        CompletableFuture<StatefulRedisConnection<RedisName, Payload>> publisher = attempt(() -> client.connect(codec));
        CompletableFuture<StatefulRedisPubSubConnection<RedisName, Payload>> subscriber =
                publisher.thenCompose(connected -> attempt(() -> client.connectPubSub(codec)));
        if (subscriber.isCompletedExceptionally() && connections.isDone()) {
            attempt.overInTime();
        } else {
            attempt.over();
        }
        Connections.pair(publisher, subscriber, connections);
    }

    private static <T> CompletableFuture<T> attempt(Supplier<T> connect) {
        try {
            return CompletableFuture.completedFuture(connect.get());
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public CompletableFuture<Void> release() {
        CompletableFuture<Connections> aborted;
        synchronized (this) {
            aborted = present;
            present = null;
        }
        if (aborted != null) {
            aborted.completeExceptionally(failures.notConnected(null));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String address() {
        return ADDRESS;
    }
}
