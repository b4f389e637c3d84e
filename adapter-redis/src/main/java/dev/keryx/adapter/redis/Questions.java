package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Questions to a server about itself, whose answers are lists of texts, numbers and lists. */
final class Questions {
    private Questions() {}

    static CompletableFuture<List<Object>> ask(
            StatefulRedisConnection<RedisName, Payload> connection,
            NameCodec codec,
            CommandType type,
            String... words) {
        CommandArgs<RedisName, Payload> args = new CommandArgs<>(codec);
        for (String word : words) {
            args.add(word);
        }
        AsyncCommand<RedisName, Payload, List<Object>> command =
                new AsyncCommand<>(new Command<>(type, new NestedMultiOutput<>(codec), args));
        connection.dispatch(command);
        return command;
    }

    static List<?> list(Object answer) {
        return answer instanceof List<?> list ? list : List.of();
    }

    static String text(@Nullable Object answer) {
        return answer instanceof Payload payload ? payload.utf8() : String.valueOf(answer);
    }

    static int number(Object answer) {
        return Integer.parseInt(text(answer));
    }
}
