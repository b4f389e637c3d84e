package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.JsonArgs;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answers awaited from one connection, by the question's id. The first answer counts. Any thread. */
final class PendingAcks {
    private final String connection;
    private final Site site;

    // Guarded by this.
    private Map<Long, Waiting> waiting = Map.of();
    private boolean over;

    PendingAcks(String connection, Site site) {
        this.connection = connection;
        this.site = site;
    }

    /** Whoever waits for one connection's answer to one question. Told once at the most, on any thread; quick. */
    interface Waiting {
        void answered(String connection, Args args);

        void refused(String connection, Refusal refusal);

        /** It has left before answering. */
        void left(String connection);
    }

    /** Null, or why nobody may wait here. */
    synchronized @Nullable KeryxException expect(long id, Waiting who) {
        if (over) {
            return new KeryxException(ErrorCode.CLOSED, "connection " + connection + " has ended");
        }
        if (waiting.size() >= site.limits.pendingAcks()) {
            site.watch.refused("pendingAcks");
            return new KeryxException(
                    ErrorCode.LIMIT,
                    site.limits.pendingAcks() + " answers are awaited from connection " + connection
                            + ", option pendingAcks");
        }
        if (waiting.isEmpty()) {
            waiting = new HashMap<>(4);
        }
        waiting.put(id, who);
        return null;
    }

    /** Nobody waits for it any more. */
    synchronized @Nullable Waiting take(long id) {
        return waiting.isEmpty() ? null : waiting.remove(id);
    }

    /** An answer; without effect where nobody waits for it, since it may be late. */
    void answer(long id, JsonArgs args) {
        Waiting who = take(id);
        if (who != null) {
            who.answered(connection, new Args(site.json, args));
        }
    }

    void refuse(long id, Refusal refusal) {
        Waiting who = take(id);
        if (who != null) {
            who.refused(connection, refusal);
        }
    }

    /** The connection has ended. */
    void end() {
        List<Waiting> left;
        synchronized (this) {
            over = true;
            left = List.copyOf(waiting.values());
            waiting = Map.of();
        }
        left.forEach(who -> who.left(connection));
    }

    /** Waits for this connection alone. Already failed where it cannot. */
    CompletableFuture<Args> ask(long id, Duration within) {
        CompletableFuture<Args> answer = site.callbacks.future();
        One one = new One(answer);
        KeryxException refusal = expect(id, one);
        if (refusal != null) {
            return site.callbacks.failed(refusal);
        }
        one.until(site.clock.after(within, () -> {
            if (take(id) != null) {
                site.callbacks.fail(
                        answer,
                        new KeryxException(
                                ErrorCode.TIMEOUT, "connection " + connection + " did not answer within " + within));
            }
        }));
        return answer;
    }

    /** One question to one connection. */
    private final class One implements Waiting {
        private final CompletableFuture<Args> answer;

        /** Guarded by this. Null before it is set, which may be after the answer. */
        private @Nullable Registration timer;

        private boolean done;

        One(CompletableFuture<Args> answer) {
            this.answer = answer;
        }

        synchronized void until(Registration registration) {
            timer = registration;
            if (done) {
                registration.close();
            }
        }

        private synchronized void stop() {
            done = true;
            if (timer != null) {
                timer.close();
            }
        }

        @Override
        public void answered(String from, Args args) {
            stop();
            site.callbacks.complete(answer, args);
        }

        @Override
        public void refused(String from, Refusal refusal) {
            stop();
            site.callbacks.fail(answer, refusal.toException());
        }

        @Override
        public void left(String from) {
            stop();
            site.callbacks.fail(
                    answer, new KeryxException(ErrorCode.CLOSED, "connection " + from + " ended before it answered"));
        }
    }
}
