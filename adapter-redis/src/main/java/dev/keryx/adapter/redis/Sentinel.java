package dev.keryx.adapter.redis;

import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One sentinel, asked over one connection, which is made when it is needed. */
final class Sentinel {
    /**
     * What a sentinel says.
     *
     * @param since how long it has said so
     */
    record View(Node master, Duration since) {}

    private final Supplier<CompletableFuture<StatefulRedisSentinelConnection<String, String>>> way;
    private final String masterId;

    /** Guarded by this, like the one below. */
    private @Nullable CompletableFuture<StatefulRedisSentinelConnection<String, String>> connection;

    private @Nullable CompletableFuture<View> question;

    /** @param way connects to it once more */
    Sentinel(Supplier<CompletableFuture<StatefulRedisSentinelConnection<String, String>>> way, String masterId) {
        this.way = way;
        this.masterId = masterId;
    }

    /** Who is master; fails where it does not answer or know. One question at a time: who asks meanwhile gets the same answer. */
    synchronized CompletableFuture<View> ask() {
        dropLost();
        CompletableFuture<View> before = question;
        if (before != null && !before.isDone()) {
            return before;
        }
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> over = connected();
        CompletableFuture<View> asked =
                over.thenCompose(sentinel -> sentinel.async().master(masterId)).thenApply(Sentinel::view);
        question = asked;
        CompletableFuture<Void> unused = asked.handle((view, failure) -> {
            if (failure != null && !Failures.isReply(failure)) {
                hangUp(over);
            }
            return null;
        });
        return asked;
    }

    /** A lent client would connect once more to a sentinel that has died, for ever, and let the question wait. */
    private void dropLost() {
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> known = connection;
        if (known != null
                && known.isDone()
                && !known.isCompletedExceptionally()
                && !known.join().isOpen()) {
            hangUp(known);
        }
    }

    private CompletableFuture<StatefulRedisSentinelConnection<String, String>> connected() {
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> known = connection;
        if (known == null) {
            known = way.get();
            connection = known;
        }
        return known;
    }

    static View view(Map<String, String> master) {
        Node node = new Node(text(master, "ip"), Integer.parseInt(text(master, "port")));
        return new View(node, Duration.ofMillis(Long.parseLong(text(master, "role-reported-time"))));
    }

    static String text(Map<String, String> master, String key) {
        String value = master.get(key);
        if (value == null) {
            throw new IllegalStateException("The sentinel does not tell the master's " + key);
        }
        return value;
    }

    /** The next question is asked over another connection. */
    private void hangUp(CompletableFuture<StatefulRedisSentinelConnection<String, String>> bad) {
        synchronized (this) {
            if (connection != bad) {
                return;
            }
            connection = null;
        }
        CompletableFuture<Void> unused = bad.thenCompose(StatefulRedisSentinelConnection::closeAsync);
    }

    void close() {
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> last;
        synchronized (this) {
            last = connection;
        }
        if (last != null) {
            hangUp(last);
        }
    }
}
