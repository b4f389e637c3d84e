package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Payload;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two connections are made, and neither comes about. */
class ConnectionsTest {
    private final CompletableFuture<StatefulRedisConnection<RedisName, Payload>> publisher = new CompletableFuture<>();
    private final CompletableFuture<StatefulRedisPubSubConnection<RedisName, Payload>> subscriber =
            new CompletableFuture<>();
    private final RedisConnectionException ended = new RedisConnectionException("Connection closed prematurely");
    private final RedisCommandExecutionException refused = new RedisCommandExecutionException("WRONGPASS no");

    private Throwable failure() {
        CompletableFuture<Connections> pair = new CompletableFuture<>();
        Connections.pair(publisher, subscriber, pair);
        assertThat(pair).isCompletedExceptionally();
        return Failures.unwrap(pair.handle((made, why) -> why).join());
    }

    @Test
    void whatRedisAnswersToOneIsTheReasonHoweverTheOtherEnds() {
        publisher.completeExceptionally(ended);
        subscriber.completeExceptionally(refused);
        assertThat(failure()).isSameAs(refused);
    }

    @Test
    void theSameTheOtherWayRound() {
        publisher.completeExceptionally(refused);
        subscriber.completeExceptionally(ended);
        assertThat(failure()).isSameAs(refused);
    }
}
