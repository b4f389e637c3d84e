package dev.keryx.adapter.redis;

import dev.keryx.KeryxException;
import dev.keryx.Payload;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Round trips over one connection that carry a number and must bring it back: an answer that is another's tells that the
 * connection is out of step. Behind much data the answer comes late, so whatever the other side says meanwhile counts as a
 * sign of life, too.
 */
final class Heartbeat {
    private final StatefulRedisConnection<RedisName, Payload> connection;
    private final NameCodec codec;
    private final Failures failures;
    private final Consumer<KeryxException> onLoss;
    private final AtomicLong beats = new AtomicLong();

    /** What the other side's next word completes; null where nobody waits for one. */
    private volatile @Nullable CompletableFuture<Void> awaited;

    /** @param onLoss told of an answer that shows that the connection is of no use any more; on its I/O thread */
    Heartbeat(
            StatefulRedisConnection<RedisName, Payload> connection,
            NameCodec codec,
            Failures failures,
            Consumer<KeryxException> onLoss) {
        this.connection = connection;
        this.codec = codec;
        this.failures = failures;
        this.onLoss = onLoss;
    }

    /** Completes with the first sign of life from now on; an error is one. */
    CompletableFuture<Void> beat() {
        CompletableFuture<Void> sign = new CompletableFuture<>();
        awaited = sign;
        String number = "keryx-" + beats.incrementAndGet();
        AsyncCommand<RedisName, Payload, String> ping = new AsyncCommand<>(
                new Command<>(CommandType.PING, new StatusOutput<>(codec), new CommandArgs<>(codec).add(number)));
        connection.dispatch(ping);
        CompletableFuture<Void> unused = ping.handle((answer, failure) -> {
            answered(sign, number.equals(answer) ? null : loss(failure));
            return null;
        });
        return sign;
    }

    /** Null where it is an answer all the same. */
    private @Nullable KeryxException loss(@Nullable Throwable failure) {
        if (failure == null) {
            return failures.lost(Failures.outOfStep());
        }
        return failure instanceof RedisCommandExecutionException ? null : failures.lost(failure);
    }

    private void answered(CompletableFuture<Void> sign, @Nullable KeryxException loss) {
        if (loss == null) {
            sign.complete(null);
        } else {
            sign.completeExceptionally(loss);
            onLoss.accept(loss);
        }
    }

    /** The other side has said something; on the connection's I/O thread. */
    void heard() {
        CompletableFuture<Void> sign = awaited;
        if (sign != null) {
            awaited = null;
            sign.complete(null);
        }
    }
}
