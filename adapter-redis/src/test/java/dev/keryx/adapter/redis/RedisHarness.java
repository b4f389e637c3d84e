package dev.keryx.adapter.redis;

import dev.keryx.Registration;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.bus.BusHarness;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Buses over one real Redis of some shape, and the hand of a foreign program at it. */
final class RedisHarness implements BusHarness {
    /** Before the payload, where there are no headers. */
    private static final int ENVELOPE_BYTES = 36;

    private final Place place;
    private final List<AbstractRedisClient> lent = new ArrayList<>();

    RedisHarness(Place place) {
        this.place = place;
    }

    @Override
    public MessageBus bus(BusOptions options) {
        return place.bus().maxFrameBytes(Place.MAX_FRAME_BYTES).options(options).build();
    }

    @Override
    public int maxPayloadBytes() {
        return Place.MAX_FRAME_BYTES - ENVELOPE_BYTES;
    }

    @Override
    public Unreachable unreachable(BusOptions options) {
        String address = "127.0.0.1:" + RedisServer.unusedPort();
        return new Unreachable(place.busAt(address).options(options).build(), address);
    }

    @Override
    public void publishForeign(Topic topic, byte[] bytes) {
        byte[] channel = topic.name().getBytes(StandardCharsets.UTF_8);
        try (RedisClient foreign = RedisClient.create(place.taking(topic.name()).uri())) {
            RedisCommands<byte[], byte[]> commands =
                    foreign.connect(ByteArrayCodec.INSTANCE).sync();
            if (place.flavor() == Flavor.SHARDED) {
                commands.spublish(channel, bytes);
            } else {
                commands.publish(channel, bytes);
            }
        }
    }

    @Override
    public int brokerSubscriptions(TopicFilter filter) {
        if (!filter.isExact()) {
            return BusHarness.super.brokerSubscriptions(filter);
        }
        String question = place.flavor() == Flavor.SHARDED ? "SHARDNUMSUB" : "NUMSUB";
        return place.servers().stream()
                .mapToInt(server -> numberOf(server.ask("PUBSUB", question, filter.pattern())))
                .sum();
    }

    private static int numberOf(Object answer) {
        return ((Long) ((List<?>) answer).get(1)).intValue();
    }

    /** Redis cannot forbid a channel, only allow others: here every name that differs from it somewhere. */
    @Override
    public Registration reject(TopicFilter filter) {
        String name = filter.pattern();
        List<String> others = new ArrayList<>(List.of("resetchannels", "&" + name + "?*"));
        for (int i = 0; i < name.length(); i++) {
            others.add("&" + name.substring(0, i) + "[^" + name.charAt(i) + "]*");
            others.add("&" + name.substring(0, i));
        }
        allow(others);
        return () -> allow(List.of("allchannels"));
    }

    private void allow(List<String> channels) {
        List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", place.user()));
        command.addAll(channels);
        place.servers().forEach(server -> server.ask(command.toArray(new String[0])));
    }

    @Override
    public Registration outage() {
        place.servers().forEach(RedisServer::kill);
        return place::restore;
    }

    @Override
    public Lent lent(BusOptions options) {
        AbstractRedisClient client = place.client();
        lent.add(client);
        if (client instanceof RedisClusterClient cluster) {
            return new Lent(
                    RedisMessageBus.builder()
                            .clusterClient(cluster)
                            .options(options)
                            .build(),
                    () -> cluster.connect().sync().ping().equals("PONG"));
        }
        RedisClient plain = (RedisClient) client;
        return new Lent(
                RedisMessageBus.builder().client(plain).options(options).build(),
                () -> plain.connect().sync().ping().equals("PONG"));
    }

    @Override
    public void close() {
        lent.forEach(AbstractRedisClient::shutdown);
    }
}
