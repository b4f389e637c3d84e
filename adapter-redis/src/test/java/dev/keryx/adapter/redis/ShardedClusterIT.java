package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.ThreadProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sharded Pub/Sub over a cluster whose slots move and whose nodes die, hang and change places. */
@Tag("faults")
@Tag("shapes")
@Timeout(120)
class ShardedClusterIT {
    private static final Gap MOVED = Gap.of(Gap.Cause.MOVED);

    /** So that no node gives up another, which would be a gap of its own. */
    private static final int LONG_MILLIS = 60_000;

    private static RedisCluster cluster;

    private final ThreadProbe threads = NettyThread.probe();
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
        threads.awaitNoneLeft("after the close");
        for (RedisServer node : cluster.nodes()) {
            if (!isAlive(node)) {
                node.restart();
            }
        }
        cluster.awaitOk();
        for (RedisServer node : cluster.nodes()) {
            Eventually.equal("clients of " + node.port(), 0L, () -> clients(node));
        }
    }

    private static boolean isAlive(RedisServer node) {
        return ProcessHandle.of(node.pid()).map(ProcessHandle::isAlive).orElse(false);
    }

    private MessageBus bus() {
        return bus(BusOptions.DEFAULT);
    }

    private MessageBus bus(BusOptions options) {
        MessageBus bus = RedisMessageBus.builder()
                .cluster(cluster.uris().toArray(new String[0]))
                .sharded()
                .options(options)
                .build();
        buses.add(bus);
        bus.start();
        return bus;
    }

    private static Story story(MessageBus bus, String topic) {
        Story story = new Story();
        Eventually.done("ready", story.listen(bus, topic).ready());
        return story;
    }

    /** Ours are subscribers and publishers; nodes are clients of each other, and the question itself is one more. */
    private static long clients(RedisServer node) {
        return ((String) node.ask("CLIENT", "LIST"))
                .lines()
                .filter(line -> !line.contains("flags=S") && !line.contains("flags=M") && !line.contains("cmd=client"))
                .count();
    }

    private static long subscriptions(String topic) {
        return cluster.nodes().stream()
                .filter(ShardedClusterIT::isAlive)
                .mapToLong(node -> subscriptions(node, topic))
                .sum();
    }

    private static long subscriptions(RedisServer node, String topic) {
        return (Long) ((List<?>) node.ask("PUBSUB", "SHARDNUMSUB", topic)).get(1);
    }

    private static RedisServer otherThan(RedisServer master) {
        return cluster.masters().stream()
                .filter(node -> node != master)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void connectsToTheNodesItNeedsAndNotToAll() {
        MessageBus bus = bus();
        List<String> topics = cluster.keyOfEachMaster();
        Story story = story(bus, topics.get(0));
        Eventually.done("publish", bus.publish(topics.get(0), "1"));
        story.await(1);
        Eventually.equal("clients where it is needed", 2L, () -> clients(cluster.masterOf(topics.get(0))));
        // The node that it began with may be another one.
        assertThat(cluster.nodes().stream().mapToLong(ShardedClusterIT::clients).sum())
                .isIn(2L, 4L);

        Story second = story(bus, topics.get(1));
        Eventually.done("publish", bus.publish(topics.get(1), "1"));
        second.await(1);
        Eventually.equal("clients where it is needed", 2L, () -> clients(cluster.masterOf(topics.get(1))));
    }

    @Test
    void followsATopicWhoseSlotMoves() {
        cluster.nodeTimeoutMillis(LONG_MILLIS);
        Story story = story(bus(), "moving");
        try (Traffic traffic = new Traffic(bus(), "moving")) {
            traffic.awaitAtLater(story);
            RedisServer from = cluster.masterOf("moving");

            cluster.moveSlot(cluster.slotOf("moving"), otherThan(from));
            traffic.awaitAtLater(story);
            assertThat(story.gaps()).containsExactly(MOVED);
            cluster.moveSlot(cluster.slotOf("moving"), from);
            traffic.awaitAtLater(story);

            traffic.closeAndCheck(story);
            assertThat(story.gaps()).containsExactly(MOVED, MOVED);
            assertThat(traffic.allFailures())
                    .allSatisfy(failure -> assertThat(failure.retryable()).isTrue());
            Eventually.equal("subscriptions", 1L, () -> subscriptions("moving"));
        } finally {
            cluster.nodeTimeoutMillis(RedisCluster.NODE_TIMEOUT_MILLIS);
        }
    }

    @Test
    void letsGoWhatHasMovedAway() {
        MessageBus bus = bus();
        Story story = new Story();
        Subscription subscription = story.listen(bus, "leaving");
        Eventually.done("ready", subscription.ready());
        RedisServer from = cluster.masterOf("leaving");
        cluster.moveSlot(cluster.slotOf("leaving"), otherThan(from));

        subscription.close();

        Eventually.equal("subscriptions", 0L, () -> subscriptions("leaving"));
        cluster.moveSlot(cluster.slotOf("leaving"), from);
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
    }

    @Test
    void losesOnlyWhatAKilledNodeServed() {
        List<String> topics = cluster.keyOfEachMaster();
        MessageBus subscriber = bus();
        Story hit = story(subscriber, topics.get(0));
        Story spared = story(subscriber, topics.get(1));
        try (Traffic toHit = new Traffic(bus(), topics.get(0));
                Traffic toSpared = new Traffic(bus(), topics.get(1))) {
            toHit.awaitAtLater(hit);
            toSpared.awaitAtLater(spared);

            cluster.masterOf(topics.get(0)).kill();
            toSpared.awaitAtLater(spared);
            assertThat(subscriber.state()).isEqualTo(BusState.RUNNING);
            Eventually.that("a gap was told", () -> !hit.gaps().isEmpty(), () -> hit);
            toHit.awaitAtLater(hit);

            toHit.closeAndCheck(hit);
            toSpared.closeAndCheck(spared);
            assertThat(spared.gaps()).isEmpty();
            assertThat(toSpared.failures()).isEmpty();
        }
    }

    @Test
    void leavesANodeThatHangsAndNoOther() {
        List<String> topics = cluster.keyOfEachMaster();
        MessageBus subscriber = bus();
        Story hit = story(subscriber, topics.get(0));
        Story spared = story(subscriber, topics.get(1));
        RedisServer hung = cluster.masterOf(topics.get(0));
        try (Traffic toHit = new Traffic(bus(), topics.get(0));
                Traffic toSpared = new Traffic(bus(), topics.get(1))) {
            toHit.awaitAtLater(hit);

            hung.pause();
            Eventually.that("a gap was told", () -> !hit.gaps().isEmpty(), () -> hit);
            toHit.awaitAtLater(hit);
            toSpared.awaitAtLater(spared);

            toHit.closeAndCheck(hit);
            toSpared.closeAndCheck(spared);
            assertThat(spared.gaps()).isEmpty();
            assertThat(toSpared.failures()).isEmpty();
            assertThat(toHit.failures()).contains(ErrorCode.OUTCOME_UNKNOWN);
        } finally {
            hung.resume();
        }
        Eventually.equal("subscriptions", 1L, () -> subscriptions(topics.get(0)));
    }

    @Test
    void followsMasterAndReplicaWhenTheyChangePlaces() {
        Story story = story(bus(), "places");
        try (Traffic traffic = new Traffic(bus(), "places")) {
            traffic.awaitAtLater(story);

            cluster.failover(cluster.masterOf("places"));
            traffic.awaitAtLater(story);

            traffic.closeAndCheck(story);
            Eventually.equal("subscriptions", 1L, () -> subscriptions("places"));
        }
    }

    /** A replica takes subscriptions, but is not handed everything while it changes places with its master. */
    @Test
    void isNotSubscribedAtAMasterThatHasBecomeAReplica() {
        MessageBus bus = bus(BusOptions.DEFAULT.heartbeat(Duration.ofMinutes(5), Duration.ofSeconds(3)));
        RedisServer before = cluster.masterOf("late");
        cluster.failover(before);

        Story story = story(bus, "late");

        assertThat(subscriptions(before, "late")).as("at the replica").isZero();
        assertThat(subscriptions(cluster.masterOf("late"), "late"))
                .as("at the master")
                .isEqualTo(1);
        Eventually.done("publish", bus.publish("late", "1"));
        story.await(1);
    }
}
