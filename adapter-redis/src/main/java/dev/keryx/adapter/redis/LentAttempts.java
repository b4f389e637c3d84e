package dev.keryx.adapter.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.RedisCodec;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sees what a lent client connects for us, and closes it where nobody waits for it any more: a thread that was interrupted
 * while it connected never hears what became of the connection. The codec, one for each attempt, tells whose it is.
 */
final class LentAttempts implements RedisConnectionStateListener {
    /** Guarded by this. A connect under way keeps its codec; one that failed lets go of it, and of its entry here. */
    private final Map<RedisCodec<?, ?>, Attempt> attempts = new WeakHashMap<>();

    private static final class Attempt {
        private final List<StatefulConnection<?, ?>> connected = new ArrayList<>(2);
        private boolean abandoned;
    }

    synchronized void begin(NameCodec codec) {
        attempts.put(codec, new Attempt());
    }

    /** It is in good hands. */
    synchronized void succeeded(NameCodec codec) {
        attempts.remove(codec);
    }

    synchronized void abandon(NameCodec codec) {
        Attempt attempt = attempts.get(codec);
        if (attempt != null) {
            attempt.abandoned = true;
            attempt.connected.forEach(LentAttempts::close);
            attempt.connected.clear();
        }
    }

    synchronized boolean isIdle() {
        return attempts.isEmpty();
    }

    @Override
    public synchronized void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
        if (handler instanceof StatefulRedisConnection<?, ?> connection) {
            @Nullable Attempt attempt = attempts.get(connection.getCodec());
            if (attempt != null && attempt.abandoned) {
                close(connection);
            } else if (attempt != null) {
                attempt.connected.add(connection);
            }
        }
    }

    private static void close(StatefulConnection<?, ?> connection) {
        if (connection.isOpen()) {
            CompletableFuture<Void> unused = connection.closeAsync();
        }
    }
}
