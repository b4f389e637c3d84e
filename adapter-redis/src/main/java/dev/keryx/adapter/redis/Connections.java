package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The two connections of a link: what is received never waits behind what is published. */
record Connections(
        StatefulRedisConnection<RedisName, Payload> publisher,
        StatefulRedisPubSubConnection<RedisName, Payload> subscriber) {

    /** Waits for both; where one fails, or nobody wants them any more, neither stays open. */
    static void pair(
            CompletableFuture<StatefulRedisConnection<RedisName, Payload>> publisher,
            CompletableFuture<StatefulRedisPubSubConnection<RedisName, Payload>> subscriber,
            CompletableFuture<Connections> pair) {
        CompletableFuture<Void> unused = CompletableFuture.allOf(publisher, subscriber)
                .handle((done, failure) -> {
                    if (failure != null) {
                        pair.completeExceptionally(telling(publisher, subscriber, failure));
                        close(publisher);
                        close(subscriber);
                    } else if (!pair.complete(new Connections(publisher.join(), subscriber.join()))) {
                        close(publisher);
                        close(subscriber);
                    }
                    return null;
                });
    }

    /** What Redis itself says, if it told one of them: a connection that it refuses may end before its answer is read. */
    private static Throwable telling(
            CompletableFuture<?> publisher, CompletableFuture<?> subscriber, Throwable either) {
        return Stream.of(publisher, subscriber)
                .filter(CompletableFuture::isCompletedExceptionally)
                .map(refused -> refused.<Throwable>handle((connected, failure) -> failure)
                        .join())
                .filter(failure -> Failures.reply(failure) != null)
                .findFirst()
                .orElse(either);
    }

    private static void close(CompletableFuture<? extends StatefulRedisConnection<RedisName, Payload>> connection) {
        if (!connection.isCompletedExceptionally()) {
            CompletableFuture<Void> unused = connection.join().closeAsync();
        }
    }

    boolean isOpen() {
        return publisher.isOpen() && subscriber.isOpen();
    }

    void listen(RedisConnectionStateListener listener) {
        publisher.addListener(listener);
        subscriber.addListener(listener);
    }

    /** Local and fast, whatever the other side does. */
    CompletableFuture<Void> closeAsync() {
        return CompletableFuture.allOf(publisher.closeAsync(), subscriber.closeAsync());
    }
}
