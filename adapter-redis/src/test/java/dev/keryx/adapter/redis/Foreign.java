package dev.keryx.adapter.redis;

import dev.keryx.redisserver.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Function;

/** A program that knows Redis but not Keryx, for one question. */
final class Foreign {
    private Foreign() {}

    static <T> T at(RedisServer redis, Function<RedisCommands<String, String>, T> question) {
        try (RedisClient client = RedisClient.create(redis.uri())) {
            return question.apply(client.connect().sync());
        }
    }
}
