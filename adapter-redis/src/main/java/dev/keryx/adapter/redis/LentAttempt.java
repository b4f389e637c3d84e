package dev.keryx.adapter.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Sees what a lent client connects for us in one attempt, and closes it where nobody waits for it any more: a thread that
 * was interrupted while it connected never hears what became of the connection. The codec, one for each attempt, tells whose
 * it is. The client has its listener back when nothing more can come.
 */
final class LentAttempt implements RedisConnectionStateListener {
    private final RedisClient client;
    private final NameCodec codec;

    /** Guarded by this, like the one below. */
    private final List<StatefulConnection<?, ?>> connected = new ArrayList<>(2);

    private boolean abandoned;

    LentAttempt(RedisClient client, NameCodec codec) {
        this.client = client;
        this.codec = codec;
        client.addListener(this);
    }

    /** Whatever it was about to connect has come, or never will. */
    void over() {
        client.removeListener(this);
    }

    /** Nobody waits for it any more. */
    synchronized void abandon() {
        abandoned = true;
        connected.forEach(LentAttempt::close);
        connected.clear();
    }

    /** A connect goes on that nobody hears of any more, for as long as the client gives it. */
    void overInTime() {
        Duration longest =
                client.getOptions().getSocketOptions().getConnectTimeout().plus(RedisURI.DEFAULT_TIMEOUT_DURATION);
        try {
            var unused = NettyEdge.timer(client.getResources())
                    .schedule(this::over, longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closedByItsOwner) {
            over();
        }
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
        if (handler instanceof StatefulRedisConnection<?, ?> connection && connection.getCodec() == codec) {
            take(connection);
        }
    }

    private synchronized void take(StatefulRedisConnection<?, ?> connection) {
        if (abandoned) {
            close(connection);
            over();
        } else {
            connected.add(connection);
        }
    }

    private static void close(StatefulConnection<?, ?> connection) {
        if (connection.isOpen()) {
            CompletableFuture<Void> unused = connection.closeAsync();
        }
    }
}
