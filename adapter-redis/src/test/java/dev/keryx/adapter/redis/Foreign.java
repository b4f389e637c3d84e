package dev.keryx.adapter.redis;

import dev.keryx.redisserver.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A program that knows Redis but not Keryx, for one question. Leaves nothing behind. */
final class Foreign {
    private Foreign() {}

    static <T> T at(RedisServer redis, Function<RedisCommands<String, String>, T> question) {
        return at(redis, StringCodec.UTF8, question);
    }

    static <V, T> T at(RedisServer redis, RedisCodec<V, V> codec, Function<RedisCommands<V, V>, T> question) {
        ClientResources resources = resources();
        try (RedisClient client = RedisClient.create(resources, redis.uri())) {
            return question.apply(client.connect(codec).sync());
        } finally {
            end(resources);
        }
    }

    /** By default, a client keeps sockets to ask for names, and forgets one of them now and then when it ends. */
    static ClientResources resources() {
        return ClientResources.builder()
                .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
                .build();
    }

    static void end(ClientResources resources) {
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
