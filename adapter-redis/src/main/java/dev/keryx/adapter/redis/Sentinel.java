package dev.keryx.adapter.redis;

import dev.keryx.TimeSource;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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

    private final Supplier<CompletableFuture<StatefulRedisSentinelConnection<String, String>>> way;
    private final String masterId;
    private final TimeSource clock;

    /** Guarded by this, like the two below. */
    private @Nullable CompletableFuture<StatefulRedisSentinelConnection<String, String>> connection;

    private @Nullable CompletableFuture<View> question;

    private boolean closed;

    /** @param way connects to it once more */
    Sentinel(
            Supplier<CompletableFuture<StatefulRedisSentinelConnection<String, String>>> way,
            String masterId,
            TimeSource clock) {
        this.way = way;
        this.masterId = masterId;
        this.clock = clock;
    }

    /**
     * Who is master; fails where it does not answer or know. One question at a time: who asks meanwhile gets the same answer,
     * which is as old as that question.
     */
    synchronized CompletableFuture<View> ask() {
        dropLost();
        CompletableFuture<View> before = question;
        if (before != null && !before.isDone()) {
            return before;
        }
        long now = clock.nanos();
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> over = connected();
        CompletableFuture<View> asked =
                over.thenCompose(sentinel -> sentinel.async().master(masterId)).thenApply(master -> view(master, now));
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
        if (closed) {
            return CompletableFuture.failedFuture(new CancellationException("nobody asks any more"));
        }
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> known = connection;
        if (known == null) {
            known = way.get();
            connection = known;
        }
        return known;
    }

    static View view(Map<String, String> master, long asked) {
        Node node = new Node(text(master, "ip"), Integer.parseInt(text(master, "port")));
        return new View(node, Duration.ofMillis(Long.parseLong(text(master, "role-reported-time"))), asked);
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

    /** For good: nobody would close what a later question connects. */
    void close() {
        CompletableFuture<StatefulRedisSentinelConnection<String, String>> last;
        synchronized (this) {
            closed = true;
            last = connection;
        }
        if (last != null) {
            hangUp(last);
        }
    }
}
