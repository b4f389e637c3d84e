package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.WireFormat;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels of a cluster under a prefix, which may say by a tag where they are, and foreign clients that know both. */
@Tag("faults")
@Tag("shapes")
@Timeout(60)
class ClusterInteropIT {
    private static RedisCluster cluster;

    private final List<MessageBus> buses = new ArrayList<>();

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void close() {
        buses.forEach(MessageBus::close);
    }

    /** Each begins at another node. */
    private MessageBus bus(Flavor flavor, String prefix, WireFormat format) {
        RedisMessageBus.Builder builder = RedisMessageBus.builder()
                .cluster(cluster.uris().get(buses.size()))
                .keyPrefix(prefix)
                .options(BusOptions.DEFAULT.format(format));
        MessageBus bus = (flavor == Flavor.SHARDED ? builder.sharded() : builder).build();
        buses.add(bus);
        bus.start();
        return bus;
    }

    private static List<String> heard(MessageBus bus, String filter) {
        List<String> heard = new CopyOnWriteArrayList<>();
        Eventually.done(
                "ready",
                bus.subscribe(
                                filter,
                                message -> heard.add(message.topic().name() + " "
                                        + message.payload().utf8()))
                        .ready());
        return heard;
    }

    @ParameterizedTest
    @CsvSource({"CLASSIC, app:", "CLASSIC, {app}:", "SHARDED, app:", "SHARDED, {app}:"})
    void busesHearEachOtherUnderAPrefixAndNoOtherDoes(Flavor flavor, String prefix) {
        MessageBus one = bus(flavor, prefix, WireFormat.ENVELOPE);
        MessageBus other = bus(flavor, prefix, WireFormat.ENVELOPE);
        MessageBus stranger = bus(flavor, "", WireFormat.ENVELOPE);
        List<String> here = heard(one, "orders.eu");
        List<String> there = heard(other, "orders.eu");
        List<String> elsewhere = heard(stranger, "orders.eu");
        String channel = prefix + "orders.eu";
        try (Bystander bystander = new Bystander(cluster.masterOf(channel), flavor).listen(channel)) {
            Eventually.done("publish", one.publish("orders.eu", "1"));
            Eventually.equal("there", List.of("orders.eu 1"), () -> there);
            Eventually.done("publish", other.publish("orders.eu", "2"));
            Eventually.equal("here", List.of("orders.eu 1", "orders.eu 2"), () -> here);
            Eventually.equal("channels of a bystander", List.of(channel, channel), () -> bystander.channels);
        }
        Eventually.done("publish", stranger.publish("orders.eu", "3"));
        Eventually.equal("elsewhere", List.of("orders.eu 3"), () -> elsewhere);
        assertThat(here).hasSize(2);
        assertThat(there).hasSize(2);
    }

    /** Redis would refuse a channel at any other node than that of its slot. */
    @ParameterizedTest
    @ValueSource(strings = {"{app}:", "{app}{other}:", "app:", "{}:", "{", "}{a:"})
    void eachChannelIsAtTheNodeThatItsPrefixOrItsTopicSays(String prefix) {
        MessageBus one = bus(Flavor.SHARDED, prefix, WireFormat.ENVELOPE);
        MessageBus other = bus(Flavor.SHARDED, prefix, WireFormat.ENVELOPE);
        for (String topic : topics()) {
            List<String> heard = heard(one, topic);
            RedisServer owner = prefix.startsWith("{app}") ? cluster.masterOf("app") : cluster.masterOf(prefix + topic);
            assertThat(subscriptions(owner, prefix + topic)).as(topic).isOne();
            Eventually.done("publish", other.publish(topic, "1"));
            Eventually.equal("heard", List.of(topic + " 1"), () -> heard);
        }
    }

    /** Some are at each master, if nobody says otherwise; some say by themselves where they are, or seem to. */
    private static List<String> topics() {
        List<String> topics = new ArrayList<>(List.of("{user1}.in", "user}2.in", "{}.in", "a{b}c}.in"));
        IntStream.range(0, 12).forEach(number -> topics.add("topic" + number));
        assertThat(topics.stream().map(cluster::masterOf).distinct()).hasSameSizeAs(cluster.masters());
        return topics;
    }

    private static long subscriptions(RedisServer node, String channel) {
        return (Long) ((List<?>) node.ask("PUBSUB", "SHARDNUMSUB", channel)).get(1);
    }

    @ParameterizedTest
    @EnumSource
    void aForeignClientHearsBarePayloadsAndIsHeard(Flavor flavor) {
        MessageBus raw = bus(flavor, "{app}:", WireFormat.RAW);
        String channel = "{app}:orders.eu";
        List<String> here = heard(raw, "orders.eu");
        try (Bystander bystander = new Bystander(cluster.masterOf(channel), flavor).listen(channel)) {
            Eventually.done("publish", raw.publish("orders.eu", "{\"id\":1}"));
            Eventually.equal("there", List.of("{\"id\":1}"), () -> bystander.messages);
            bystander.publish(channel, "{\"id\":2}");
            Eventually.equal("there", List.of("{\"id\":1}", "{\"id\":2}"), () -> bystander.messages);
            Eventually.equal("here", List.of("orders.eu {\"id\":1}", "orders.eu {\"id\":2}"), () -> here);
        }
    }
}
