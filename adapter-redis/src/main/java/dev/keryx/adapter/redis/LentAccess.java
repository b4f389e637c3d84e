package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import dev.keryx.TimeSource;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client that somebody else made and closes, and that finds its server by itself. */
final class LentAccess implements RedisAccess {
    private static final String ADDRESS = "the given client's address";

    private final RedisClient client;
    private final LentDialer dialer;
    private final LentSentinel sentinel;
    private final Failures failures = new Failures(ADDRESS);

    LentAccess(RedisClient client, Duration timeout, TimeSource clock) {
        this.client = client;
        this.dialer = new LentDialer(client, timeout.multipliedBy(2));
        this.sentinel = new LentSentinel(client, dialer, clock);
    }

    @Override
    public CompletableFuture<Reached> connect(NameCodec codec) {
        StringCodec words = new StringCodec(StandardCharsets.UTF_8);
        return dialer.dial(
                List.of(codec, words),
                attempt -> reach(attempt, codec, words),
                reached -> close(reached.connections()));
    }

    private Reached reach(LentAttempt attempt, NameCodec codec, StringCodec words) {
        Connections connections = connect(client, codec);
        try {
            return attempt.wasSentThere()
                    ? new Reached(connections, sentinel.whoSentTo(attempt.servers(), words))
                    : Reached.alone(connections);
        } catch (RuntimeException failure) {
            close(connections);
            throw failure;
        }
    }

    private static Connections connect(RedisClient client, NameCodec codec) {
        StatefulRedisConnection<RedisName, Payload> publisher = client.connect(codec);
        try {
            return new Connections(publisher, client.connectPubSub(codec));
        } catch (RuntimeException failure) {
            CompletableFuture<Void> unused = publisher.closeAsync();
            throw failure;
        }
    }

    private static void close(Connections connections) {
        CompletableFuture<Void> unused = connections.closeAsync();
    }

    @Override
    public CompletableFuture<Void> release() {
        dialer.giveUp(failures.notConnected(null));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String address() {
        return ADDRESS;
    }
}
