package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.ThreadProbe;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Classic Pub/Sub over a cluster, one node for each bus, and clients that are lent. */
@Tag("faults")
@Tag("shapes")
@Timeout(180)
class ClusterIT {
    private final RedisCluster cluster = RedisCluster.start();

    @AfterEach
    void close() {
        cluster.close();
    }

    private MessageBus bus(RedisServer... nodes) {
        MessageBus bus = RedisMessageBus.builder()
                .cluster(List.of(nodes).stream().map(RedisServer::uri).toArray(String[]::new))
                .build();
        bus.start();
        return bus;
    }

    private static Story story(MessageBus bus, String filter) {
        Story story = new Story();
        Eventually.done("ready", story.listen(bus, filter).ready());
        return story;
    }

    private RedisServer holder(String channel) {
        return cluster.nodes().stream()
                .filter(node -> ((Long) ((List<?>) node.ask("PUBSUB", "NUMSUB", channel)).get(1)) > 0)
                .findAny()
                .orElseThrow();
    }

    @Test
    void reachesSubscribersOfOtherNodesAndPatterns() {
        try (MessageBus one = bus(cluster.nodes().get(0));
                MessageBus other = bus(cluster.nodes().get(1))) {
            Story story = story(one, "a.*");
            Eventually.done("publish", other.publish("a.b", "1"));
            story.await(1);
        }
    }

    @Test
    void goesToAnotherNodeWhenItsOwnDies() {
        try (MessageBus subscriber = bus(cluster.nodes().get(0));
                MessageBus publisher = bus(cluster.nodes().get(1))) {
            Story story = story(subscriber, "a");
            try (Traffic traffic = new Traffic(publisher, "a")) {
                traffic.awaitAtLater(story);
                holder("a").kill();
                traffic.awaitAtLater(story);
                traffic.closeAndCheck(story);
                assertThat(story.gaps()).isNotEmpty();
            }
        }
    }

    /** The subscriber's own node and connection are well all the time. */
    @Test
    void tellsThatItMayHaveMissedWhatAnotherNodeTook() {
        try (MessageBus subscriber = bus(cluster.nodes().get(0));
                MessageBus publisher = bus(cluster.nodes().get(1))) {
            Story story = story(subscriber, "a");
            RedisServer mine = holder("a");
            RedisServer other = cluster.nodes().stream()
                    .filter(node -> node != mine)
                    .findFirst()
                    .orElseThrow();
            other.kill();

            Eventually.that("a gap was told", () -> !story.gaps().isEmpty(), () -> story);

            assertThat(story.gaps()).allSatisfy(gap -> assertThat(gap.causes()).containsOnly(Gap.Cause.MISSED));
            assertThat(publisher.capabilities()).isEqualTo(subscriber.capabilities());
        }
    }

    /** With Lettuce's default options, by which it would reconnect, buffer and replay by itself. */
    @Test
    void neitherDuplicatesNorLosesInSilenceOverALentClient() {
        ThreadProbe threads = NettyThread.probe();
        RedisClusterClient client = RedisClusterClient.create(cluster.uris().get(0));
        try (MessageBus bus =
                RedisMessageBus.builder().clusterClient(client).sharded().build()) {
            bus.start();
            Story story = story(bus, "a");
            try (Traffic traffic = new Traffic(bus, "a")) {
                traffic.awaitAtLater(story);
                cluster.masterOf("a").kill();
                traffic.awaitAtLater(story);
                traffic.closeAndCheck(story);
                assertThat(traffic.failures()).doesNotContain(ErrorCode.INTERNAL);
            }
        }
        assertThat(client.connect().sync().ping()).isEqualTo("PONG");
        client.shutdown();
        threads.awaitNoneLeft("after the owner's shutdown");
    }
}
