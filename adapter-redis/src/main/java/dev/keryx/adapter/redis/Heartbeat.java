package dev.keryx.adapter.redis;

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

/** Round trips that carry a number and must bring it back: an answer that is another's tells that the link is out of step. */
final class Heartbeat {
    private final NameCodec codec;
    private final Failures failures;
    private final AtomicLong beats = new AtomicLong();

    Heartbeat(NameCodec codec, Failures failures) {
        this.codec = codec;
        this.failures = failures;
    }

    /** Fails where the answer is not the one to this question; an error is an answer. */
    CompletableFuture<Void> over(StatefulRedisConnection<RedisName, Payload> connection) {
        String beat = "keryx-" + beats.incrementAndGet();
        AsyncCommand<RedisName, Payload, String> ping = new AsyncCommand<>(
                new Command<>(CommandType.PING, new StatusOutput<>(codec), new CommandArgs<>(codec).add(beat)));
        connection.dispatch(ping);
        return ping.handle((answer, failure) -> {
            if (failure != null && !(failure instanceof RedisCommandExecutionException)) {
                throw failures.lost(failure);
            }
            if (failure == null && !beat.equals(answer)) {
                throw failures.lost(Failures.outOfStep());
            }
            return null;
        });
    }
}
