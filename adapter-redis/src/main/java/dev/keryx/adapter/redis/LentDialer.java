package dev.keryx.adapter.redis;

import dev.keryx.KeryxException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.RedisCodec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Connects by a client that somebody else made and closes. It knows its address and we do not, so that it connects only by
 * blocking: on a thread made for each attempt, which is interrupted when the attempt is given up.
 */
final class LentDialer {
    private final RedisClient client;
    private final Duration patience;

    /** Guarded by this. */
    private final Map<LentAttempt, CompletableFuture<?>> underWay = new HashMap<>();

    LentDialer(RedisClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /**
     * One attempt.
     *
     * @param codecs of whatever it connects, made for this attempt
     * @param connect blocks
     * @param close for what nobody waits for any more
     */
    <T> CompletableFuture<T> dial(List<RedisCodec<?, ?>> codecs, Function<LentAttempt, T> connect, Consumer<T> close) {
        CompletableFuture<T> made = new CompletableFuture<>();
        try {
            Future<?> alarm = alarm(made);
            LentAttempt attempt = new LentAttempt(client, codecs);
            Thread dialling = new Thread(() -> run(attempt, connect, close, made), "keryx-redis-connect");
            dialling.setDaemon(true);
            begun(attempt, made);
            dialling.start();
            return made.whenComplete((done, failure) -> {
                over(attempt);
                alarm.cancel(false);
                if (failure != null) {
                    attempt.abandon();
                    dialling.interrupt();
                }
            });
        } catch (RejectedExecutionException closedByItsOwner) {
            return CompletableFuture.failedFuture(closedByItsOwner);
        }
    }

    private Future<?> alarm(CompletableFuture<?> made) {
        return NettyEdge.timer(client.getResources())
                .schedule(
                        () -> made.completeExceptionally(new TimeoutException("no connections within " + patience)),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static <T> void run(
            LentAttempt attempt, Function<LentAttempt, T> connect, Consumer<T> close, CompletableFuture<T> made) {
        try {
            T connected = connect.apply(attempt);
            attempt.over();
            if (!made.complete(connected)) {
                close.accept(connected);
            }
        } catch (RuntimeException failure) {
            if (made.isDone()) {
                attempt.overInTime();
            } else {
                attempt.over();
            }
            made.completeExceptionally(failure);
        }
    }

    private synchronized void begun(LentAttempt attempt, CompletableFuture<?> made) {
        underWay.put(attempt, made);
    }

    private synchronized void over(LentAttempt attempt) {
        underWay.remove(attempt);
    }

    /** Ends what is under way by this failure. */
    void giveUp(KeryxException why) {
        List<CompletableFuture<?>> all;
        synchronized (this) {
            all = List.copyOf(underWay.values());
        }
        all.forEach(attempt -> attempt.completeExceptionally(why));
    }
}
