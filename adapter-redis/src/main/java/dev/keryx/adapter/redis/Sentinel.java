package dev.keryx.adapter.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One sentinel, asked over one connection, which is made when it is needed. */
final class Sentinel {
    /**
     * What a sentinel says.
     *
     * @param since how long it has said so
     */
    record View(Node master, Duration since) {}

    private final Dialer dialer;
    private final RedisURI uri;
    private final String masterId;

    /** Guarded by this, like the one below. */
    private @Nullable CompletableFuture<StatefulRedisSentinelConnection<String, String>> connection;

    private @Nullable CompletableFuture<View> question;

    Sentinel(Dialer dialer, RedisURI uri, String masterId) {
        this.dialer = dialer;
        this.uri = uri;
        this.masterId = masterId;
    }

    /** Who is master; fails where it does not answer or know. One question at a time: who asks meanwhile gets the same answer. */
    synchronized CompletableFuture<View> ask() {
        CompletableFuture<View> before = question;
        if (before != null && !before.isDone()) {
            return before;
        }
        CompletableFuture<View> asked = connected()
                .thenCompose(sentinel -> sentinel.async().master(masterId))
                .thenApply(Sentinel::view);
        question = asked;
        CompletableFuture<Void> unused = asked.handle((view, failure) -> {
            if (failure != null && !Failures.isReply(failure)) {
                hangUp();
            }
            return null;
        });
        return asked;
    }

    private CompletableFuture<StatefulRedisSentinelConnection<String, String>> connected() {
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> known = connection;
        if (known == null) {
            known = dialer.connectSentinel(uri);
            connection = known;
        }
        return known;
    }

    private static View view(Map<String, String> master) {
        Node node = new Node(text(master, "ip"), Integer.parseInt(text(master, "port")));
        return new View(node, Duration.ofMillis(Long.parseLong(text(master, "role-reported-time"))));
    }

    private static String text(Map<String, String> master, String key) {
        String value = master.get(key);
        if (value == null) {
            throw new IllegalStateException("The sentinel does not tell the master's " + key);
        }
        return value;
    }

    /** The next question is asked over another connection. */
    private void hangUp() {
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> bad;
        synchronized (this) {
            bad = connection;
            connection = null;
        }
        if (bad != null) {
            CompletableFuture<Void> unused = bad.thenCompose(StatefulRedisSentinelConnection::closeAsync);
        }
    }

    void close() {
        hangUp();
    }
}
