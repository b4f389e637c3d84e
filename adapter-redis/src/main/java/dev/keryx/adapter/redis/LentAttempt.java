package dev.keryx.adapter.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.sentinel.StatefulRedisSentinelConnectionImpl;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees what a lent client connects for us in one attempt, and closes it where nobody waits for it any more: a thread that
 * was interrupted while it connected never hears what became of the connection. The codecs, made for each attempt, tell whose
 * it is. The client has its listener back when nothing more can come.
 */
final class LentAttempt implements RedisConnectionStateListener {
    private final RedisClient client;
    private final List<RedisCodec<?, ?>> codecs;

    /** Guarded by this, like those below. */
    private final List<StatefulConnection<?, ?>> connected = new ArrayList<>(2);

    private final Set<SocketAddress> servers = new HashSet<>();
    private boolean abandoned;

    /** Whether the client has asked a sentinel meanwhile. */
    private volatile boolean sent;

    LentAttempt(RedisClient client, List<RedisCodec<?, ?>> codecs) {
        this.client = client;
        this.codecs = codecs;
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
        if (handler instanceof StatefulRedisConnection<?, ?> connection && codecs.contains(connection.getCodec())) {
            take(connection, address);
        } else if (handler instanceof StatefulRedisSentinelConnectionImpl<?, ?> sentinel) {
            if (codecs.contains(sentinel.getCodec())) {
                take(sentinel, null);
            } else {
                sent = true;
            }
        }
    }

    private synchronized void take(StatefulConnection<?, ?> connection, @Nullable SocketAddress server) {
        if (abandoned) {
            close(connection);
            over();
            return;
        }
        connected.add(connection);
        if (server != null) {
            servers.add(server);
        }
    }

    /** Whether it may be a sentinel that has told the client where to connect. */
    boolean wasSentThere() {
        return sent;
    }

    /** To which it has connected. */
    synchronized Set<SocketAddress> servers() {
        return Set.copyOf(servers);
    }

    private static void close(StatefulConnection<?, ?> connection) {
        if (connection.isOpen()) {
            CompletableFuture<Void> unused = connection.closeAsync();
        }
    }
}
