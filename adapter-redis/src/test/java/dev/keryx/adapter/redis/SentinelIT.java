package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisSentinels;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.ThreadProbe;
import io.lettuce.core.RedisClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A master that dies, hangs, is demoted and comes back, and sentinels that do so. */
@Tag("faults")
@Tag("shapes")
@Timeout(180)
class SentinelIT {
    private final RedisSentinels sentinels = RedisSentinels.start();
    private final ThreadProbe threads = NettyThread.probe();
    private final List<MessageBus> buses = new ArrayList<>();

    @AfterEach
    void close() {
        buses.forEach(MessageBus::close);
        sentinels.close();
        threads.awaitNoneLeft("after the close");
    }

    private MessageBus bus() {
        MessageBus bus = RedisMessageBus.at(sentinels.uri());
        buses.add(bus);
        bus.start();
        return bus;
    }

    private static Story story(MessageBus bus) {
        Story story = new Story();
        Eventually.done("ready", story.listen(bus, "a").ready());
        return story;
    }

    @Test
    void followsAMasterThatIsDemotedButGoesOn() {
        Story story = story(bus());
        try (Traffic traffic = new Traffic(bus(), "a")) {
            traffic.awaitAtLater(story);

            RedisServer master = sentinels.failover();
            traffic.awaitAtLater(story);

            traffic.closeAndCheck(story);
            assertSubscribedOnlyAt(master);
        }
    }

    @Test
    void followsTheMasterWhenItDies() {
        Story story = story(bus());
        try (Traffic traffic = new Traffic(bus(), "a")) {
            traffic.awaitAtLater(story);

            sentinels.master().kill();
            traffic.awaitAtLater(story);

            traffic.closeAndCheck(story);
            assertSubscribedOnlyAt(sentinels.master());
        }
    }

    @Test
    void followsTheMasterWhenItHangsAndTellsOfALaterHole() {
        Story story = story(bus());
        RedisServer before = sentinels.master();
        try (Traffic traffic = new Traffic(bus(), "a")) {
            traffic.awaitAtLater(story);

            before.pause();
            traffic.awaitAtLater(story);
            before.resume();
            // Whoever was not as fast may have published to the old one for a while.
            Eventually.that(
                    "a gap for it",
                    () -> story.gaps().stream().anyMatch(gap -> gap.causes().contains(Gap.Cause.MISSED)),
                    () -> story);

            traffic.closeAndCheck(story);
            assertThat(traffic.failures()).contains(ErrorCode.OUTCOME_UNKNOWN);
        }
    }

    @Test
    void doesNotMindASentinelThatHangsOrIsGone() {
        sentinels.sentinels().get(0).pause();
        MessageBus bus = bus();
        Story story = story(bus);
        try (Traffic traffic = new Traffic(bus, "a")) {
            traffic.awaitAtLater(story);
            sentinels.sentinels().get(0).kill();
            traffic.awaitAtLater(story);
            traffic.closeAndCheck(story);
        }
        assertThat(story.gaps()).isEmpty();
    }

    @Test
    void leavesAMasterThatNoMajorityConfirmsAnyMore() {
        MessageBus bus = bus();
        Story story = story(bus);
        sentinels.sentinels().get(0).kill();
        sentinels.sentinels().get(1).kill();

        Eventually.equal("the state", BusState.RECONNECTING, bus::state);
        KeryxException failure = Eventually.failed("publish", bus.publish("a", "1"));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);

        sentinels.sentinels().get(0).restart();
        Eventually.equal("the state", BusState.RUNNING, bus::state);
        Eventually.done("publish", bus.publish("a", "2"));
        story.await(2);
    }

    /** The first it finds is the one it asks, until that is gone. */
    @Test
    void overALentClientAsksAnotherSentinelWhereItsOwnIsGone() {
        RedisClient client = RedisClient.create(sentinels.uri());
        try (MessageBus lent = RedisMessageBus.over(client)) {
            lent.start();
            Story story = story(lent);
            try (Traffic traffic = new Traffic(bus(), "a")) {
                traffic.awaitAtLater(story);
                sentinels.sentinels().get(0).kill();
                traffic.awaitAtLater(story);
                assertThat(story.gaps()).isEmpty();

                RedisServer master = SentinelFaultsIT.failoverWithoutDemotion(sentinels);
                traffic.awaitAtLater(story);

                traffic.closeAndCheck(story);
                assertSubscribedOnlyAt(master);
            }
        } finally {
            client.shutdown();
        }
    }

    private void assertSubscribedOnlyAt(RedisServer master) {
        for (RedisServer server : sentinels.servers()) {
            if (ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive).isPresent()) {
                long expected = server == master ? 1 : 0;
                Eventually.equal("subscriptions at " + server.port(), expected, () ->
                        (Long) ((List<?>) server.ask("PUBSUB", "NUMSUB", "a")).get(1));
            }
        }
    }
}
