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
    private final AtomicLong beats = new AtomicLong();

    Heartbeat(NameCodec codec) {
        this.codec = codec;
    }

    /** Fails where the answer is not the one to this question; an error is an answer. */
    CompletableFuture<Void> over(StatefulRedisConnection<RedisName, Payload> connection) {
        String beat = "keryx-" + beats.incrementAndGet();
        AsyncCommand<RedisName, Payload, String> ping = new AsyncCommand<>(
                new Command<>(CommandType.PING, new StatusOutput<>(codec), new CommandArgs<>(codec).add(beat)));
        connection.dispatch(ping);
        return ping.handle((answer, failure) -> {
            boolean isAnswered =
                    failure == null ? beat.equals(answer) : failure instanceof RedisCommandExecutionException;
            if (!isAnswered) {
                throw new IllegalStateException("The answer belongs to another question", failure);
            }
            return null;
        });
    }
}
