package dev.keryx.adapter.redis;

import dev.keryx.Registration;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.bus.BusHarness;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Buses over one real Redis, and the hand of a foreign program at it. */
final class RedisHarness implements BusHarness {
    /** Small, so that the limit can be tried. */
    private static final int MAX_FRAME_BYTES = 2 << 20;

    /** Before the payload, where there are no headers. */
    private static final int ENVELOPE_BYTES = 36;

    private final RedisServer redis;
    private final List<RedisClient> lent = new ArrayList<>();

    RedisHarness(RedisServer redis) {
        this.redis = redis;
    }

    /**
     * A Redis that takes no longer message either, and would cut the connection; but that is patient with a subscriber who
     * cannot read as fast as the tests publish: by default it cuts one who is 32 MB behind.
     */
    static RedisServer server() {
        return RedisServer.builder()
                .config("proto-max-bulk-len", Integer.toString(MAX_FRAME_BYTES))
                .config("client-output-buffer-limit", "pubsub", "512mb", "512mb", "60")
                .start();
    }

    @Override
    public MessageBus bus(BusOptions options) {
        return RedisMessageBus.builder()
                .uri(redis.uri())
                .maxFrameBytes(MAX_FRAME_BYTES)
                .options(options)
                .build();
    }

    @Override
    public int maxPayloadBytes() {
        return MAX_FRAME_BYTES - ENVELOPE_BYTES;
    }

    @Override
    public Unreachable unreachable(BusOptions options) {
        String address = "127.0.0.1:" + RedisServer.unusedPort();
        return new Unreachable(
                RedisMessageBus.builder()
                        .uri("redis://" + address)
                        .options(options)
                        .build(),
                address);
    }

    @Override
    public void publishForeign(Topic topic, byte[] bytes) {
        try (RedisClient foreign = RedisClient.create(redis.uri())) {
            foreign.connect(ByteArrayCodec.INSTANCE)
                    .sync()
                    .publish(topic.name().getBytes(StandardCharsets.UTF_8), bytes);
        }
    }

    @Override
    public int brokerSubscriptions(TopicFilter filter) {
        if (!filter.isExact()) {
            return BusHarness.super.brokerSubscriptions(filter);
        }
        return Foreign.at(
                        redis,
                        commands -> commands.pubsubNumsub(filter.pattern()).get(filter.pattern()))
                .intValue();
    }

    /** Redis cannot forbid a channel, only allow others: here every name that differs from it somewhere. */
    @Override
    public Registration reject(TopicFilter filter) {
        String name = filter.pattern();
        AclSetuserArgs others = new AclSetuserArgs().resetChannels().channelPattern(name + "?*");
        for (int i = 0; i < name.length(); i++) {
            others.channelPattern(name.substring(0, i) + "[^" + name.charAt(i) + "]*");
            others.channelPattern(name.substring(0, i));
        }
        Foreign.at(redis, commands -> commands.aclSetuser("default", others));
        return () -> Foreign.at(redis, commands -> commands.aclSetuser("default", new AclSetuserArgs().allChannels()));
    }

    @Override
    public Registration outage() {
        redis.kill();
        return redis::restart;
    }

    @Override
    public Lent lent(BusOptions options) {
        RedisClient client = RedisClient.create(redis.uri());
        lent.add(client);
        return new Lent(
                RedisMessageBus.builder().client(client).options(options).build(),
                () -> client.connect().sync().ping().equals("PONG"));
    }

    @Override
    public void close() {
        lent.forEach(RedisClient::shutdown);
    }
}
