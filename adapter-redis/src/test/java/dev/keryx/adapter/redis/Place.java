package dev.keryx.adapter.redis;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.bus.BusHarness;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Redis of some shape, how a bus finds it, and what others than buses do to it. */
interface Place extends AutoCloseable {
    /** A longer message costs the connection; small, so that the limit can be tried. */
    int MAX_FRAME_BYTES = 2 << 20;

    /** The way to where buses begin to look, each a host with its port. */
    RedisMessageBus.Builder busAt(List<String> addresses);

    List<String> addresses();

    default MessageBus bus(List<String> addresses, BusOptions options) {
        return busAt(addresses).maxFrameBytes(MAX_FRAME_BYTES).options(options).build();
    }

    /** All that may hold a subscription. */
    List<RedisServer> servers();

    /** Who takes what is published to a channel. */
    RedisServer taking(String channel);

    Flavor flavor();

    /** Who a bus is, to Redis. */
    default String user() {
        return "default";
    }

    /** A client of somebody else's that finds this Redis and gets in as buses do. */
    Loan loan();

    /** As a program does that knows Redis but not Keryx. */
    default void publish(Topic topic, byte[] bytes) {
        ByteArrayCodec codec = ByteArrayCodec.INSTANCE;
        CommandArgs<byte[], byte[]> args = new CommandArgs<>(codec)
                .addKey(topic.name().getBytes(StandardCharsets.UTF_8))
                .addValue(bytes);
        Foreign.at(
                taking(topic.name()),
                codec,
                commands -> commands.dispatch(flavor().publish, new IntegerOutput<>(codec), args));
    }

    /** How many connections hold it, over all servers; for exact filters. */
    default int subscriptions(TopicFilter filter) {
        String question = flavor() == Flavor.SHARDED ? "SHARDNUMSUB" : "NUMSUB";
        return servers().stream()
                .map(server -> (List<?>) server.ask("PUBSUB", question, filter.pattern()))
                .mapToInt(answer -> ((Long) answer.get(1)).intValue())
                .sum();
    }

    /** Redis cannot forbid a channel, only allow others: here every name that differs from it somewhere. */
    default Registration refuse(TopicFilter filter) {
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
        List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", user()));
        command.addAll(channels);
        servers().forEach(server -> server.ask(command.toArray(new String[0])));
    }

    /** Answers everything but the end of this by an error that says so. */
    Registration busy();

    /** For whoever is not told of further addresses there. */
    default BusHarness.Route route() {
        throw new KeryxException(ErrorCode.UNSUPPORTED, "buses go where they are told, past the network between");
    }

    /** Kills all there are. */
    default Registration fail() {
        servers().forEach(RedisServer::kill);
        return this::restore;
    }

    /** Starts all that were killed, and returns when they are well. */
    default void restore() {
        servers().forEach(RedisServer::restart);
    }

    @Override
    void close();
}
