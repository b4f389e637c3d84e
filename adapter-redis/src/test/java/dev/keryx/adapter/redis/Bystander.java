package dev.keryx.adapter.redis;

import dev.keryx.redisserver.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A program that knows Redis but not Keryx, at one node: it keeps what it hears there. Leaves nothing behind. */
final class Bystander implements AutoCloseable {
    /** One for each message, like the messages. */
    final List<String> channels = new CopyOnWriteArrayList<>();

    final List<String> messages = new CopyOnWriteArrayList<>();

    private final ClientResources resources = Foreign.resources();
    private final RedisClient client;
    private final Flavor flavor;
    private final StatefulRedisPubSubConnection<String, String> ears;

    Bystander(RedisServer node, Flavor flavor) {
        this.flavor = flavor;
        client = RedisClient.create(resources, node.uri());
        ears = client.connectPubSub();
        ears.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                channels.add(channel);
                messages.add(message);
            }

            @Override
            public void smessage(String channel, String message) {
                message(channel, message);
            }
        });
    }

    Bystander listen(String channel) {
        if (flavor == Flavor.SHARDED) {
            ears.sync().ssubscribe(channel);
        } else {
            ears.sync().subscribe(channel);
        }
        return this;
    }

    void publish(String channel, String message) {
        try (StatefulRedisConnection<String, String> mouth = client.connect()) {
            if (flavor == Flavor.SHARDED) {
                mouth.sync().spublish(channel, message);
            } else {
                mouth.sync().publish(channel, message);
            }
        }
    }

    @Override
    public void close() {
        client.close();
        Foreign.end(resources);
    }
}
