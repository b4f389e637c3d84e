package dev.keryx.adapter.redis;

import dev.keryx.TimeSource;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One sentinel, asked over one connection, which is made when it is needed. */
final class Sentinel {
    /**
     * What a sentinel says.
     *
     * @param since how long it has said so
     * @param asked when it was asked, in the clock's nanoseconds
     */
    record View(Node master, Duration since, long asked) {
        /** What two say who agree holds only for as long as both have said so, and from when the first was asked. */
        View with(View other) {
            return new View(
                    master,
                    since.compareTo(other.since) < 0 ? since : other.since,
                    asked - other.asked < 0 ? asked : other.asked);
        }
    }

    private final Dialer dialer;
    private final RedisURI uri;
    private final String masterId;
    private final TimeSource clock;

    /** Guarded by this, like the two below. */
    private @Nullable CompletableFuture<StatefulRedisSentinelConnection<String, String>> connection;

    private @Nullable CompletableFuture<View> question;

    private boolean closed;

    Sentinel(Dialer dialer, RedisURI uri, String masterId, TimeSource clock) {
        this.dialer = dialer;
        this.uri = uri;
        this.masterId = masterId;
        this.clock = clock;
    }

    /**
     * Who is master; fails where it does not answer or know. One question at a time: who asks meanwhile gets the same answer,
     * which is as old as that question.
     */
    synchronized CompletableFuture<View> ask() {
        CompletableFuture<View> before = question;
        if (before != null && !before.isDone()) {
            return before;
        }
        long now = clock.nanos();
        CompletableFuture<View> asked = connected()
                .thenCompose(sentinel -> sentinel.async().master(masterId))
                .thenApply(master -> view(master, now));
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
        if (closed) {
            return CompletableFuture.failedFuture(new CancellationException("nobody asks any more"));
        }
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> known = connection;
        if (known == null) {
            known = dialer.connectSentinel(uri);
            connection = known;
        }
        return known;
    }

    private static View view(Map<String, String> master, long asked) {
        Node node = new Node(text(master, "ip"), Integer.parseInt(text(master, "port")));
        return new View(node, Duration.ofMillis(Long.parseLong(text(master, "role-reported-time"))), asked);
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

    /** For good: nobody would close what a later question connects. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        hangUp();
    }
}
