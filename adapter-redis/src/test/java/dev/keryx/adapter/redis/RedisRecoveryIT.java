package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bus and a Redis that comes late, crashes, hangs and comes back. */
@Timeout(120)
class RedisRecoveryIT {
    private static final BusOptions OPTIONS = BusOptions.DEFAULT.startTimeout(Eventually.limit());

    private final RedisServer redis = RedisServer.builder().start();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(redis));

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void isUnseenByRedisUntilItIsStarted() {
        int before = clients();
        MessageBus bus = bus();
        Subscription subscription = bus.subscribe("a.*", message -> {});
        assertThat(Eventually.failed("publish", bus.publish("a.b", "1")).code()).isEqualTo(ErrorCode.NOT_STARTED);
        assertThat(clients()).isEqualTo(before);

        start(bus);

        assertThat(subscription.ready()).isCompleted();
        assertThat(clients()).isEqualTo(before + 2);
        bus.close();
        Eventually.equal("clients", before, this::clients);
    }

    @Test
    void startsLaterWhereItFoundNobody() {
        int port = RedisServer.unusedPort();
        MessageBus bus = closing(RedisMessageBus.at("redis://:hunter2@127.0.0.1:" + port));
        Story story = Story.of(bus, "a");

        KeryxException failure = Eventually.failed("start", bus.startAsync());

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("127.0.0.1:" + port);
        assertThat(failure.getMessage()).doesNotContain("hunter2");
        open.add(
                0,
                RedisServer.builder()
                        .port(port)
                        .config("requirepass", "hunter2")
                        .start());
        start(bus);
        Eventually.done("publish", bus.publish("a", "1"));
        story.await(1);
        assertThat(story.gaps()).isEmpty();
    }

    @Test
    void hasEverySubscriptionBackAfterACrashWithAGapEach() {
        MessageBus bus = bus();
        List<Story> stories = List.of(Story.of(bus, "a.b"), Story.of(bus, "a.*"), Story.of(bus, "**"));
        start(bus);
        Eventually.done("publish", bus.publish("a.b", "1"));
        stories.forEach(story -> story.await(1));

        redis.kill();
        Eventually.equal("the state", BusState.RECONNECTING, bus::state);
        assertThat(Eventually.failed("publish", bus.publish("a.b", "2")).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        redis.restart();
        Eventually.equal("the state", BusState.RUNNING, bus::state);

        Eventually.done("publish", bus.publish("a.b", "3"));
        for (Story story : stories) {
            story.await(3);
            assertThat(story.numbers()).containsExactly(1, 3);
            assertThat(story.gaps()).containsExactly(Gap.of(Gap.Cause.RECONNECT));
        }
    }

    @Test
    void hasTenThousandTopicsBackAfterACrash() {
        MessageBus bus = bus();
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            subscriptions.add(bus.subscribe("many." + i, message -> {}));
        }
        start(bus);
        redis.restart();
        Eventually.that(
                "all are subscribed again", () -> clients() > 0 && channels() == 10_000, () -> channels() + " are");
        Eventually.equal("the state", BusState.RUNNING, bus::state);
    }

    @Test
    void noticesAHangAndEndsWithOneSubscription() {
        MessageBus bus = bus();
        Story story = Story.of(bus, "a");
        start(bus);
        Eventually.done("publish", bus.publish("a", "1"));

        redis.pause();
        CompletableFuture<Void> unanswered = bus.publish("a", "2");
        Eventually.equal("the state", BusState.RECONNECTING, bus::state);
        assertThat(Eventually.failed("publish", unanswered).code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        redis.resume();
        Eventually.equal("the state", BusState.RUNNING, bus::state);

        Eventually.done("publish", bus.publish("a", "3"));
        story.await(3);
        assertThat(story.gaps()).containsExactly(Gap.of(Gap.Cause.RECONNECT));
        assertThat(story.outOfOrder()).isEmpty();
        Eventually.equal("subscriptions", 1L, () -> subscriptions("a"));
    }

    /** As it does with one that reads too slowly. */
    @Test
    void comesBackWhenRedisCutsTheSubscriber() {
        MessageBus bus = bus();
        Story story = Story.of(bus, "a");
        start(bus);
        for (int i = 1; i <= 3; i++) {
            Eventually.done("publish", bus.publish("a", Integer.toString(i)));
            story.await(i);
            int gaps = i;

            Foreign.at(redis, commands -> commands.clientKill(KillArgs.Builder.typePubsub()));

            Eventually.equal("gaps", gaps, () -> story.gaps().size());
            Eventually.equal("the state", BusState.RUNNING, bus::state);
        }
        assertThat(story.numbers()).containsExactly(1, 2, 3);
        assertThat(subscriptions("a")).isEqualTo(1);
    }

    @Test
    void losesNothingInSilenceThroughCrashesUnderLoad() {
        MessageBus publisher = bus();
        MessageBus subscriber = bus();
        Story exact = Story.of(subscriber, "load");
        Story wild = Story.of(subscriber, "*");
        Story own = Story.of(publisher, "load");
        start(publisher);
        start(subscriber);
        List<CompletableFuture<Void>> outcomes = new ArrayList<>();
        for (int crash = 0; crash < 3; crash++) {
            publish(publisher, outcomes, 5_000);
            redis.kill();
            publish(publisher, outcomes, 200);
            redis.restart();
            Eventually.equal("the publisher's state", BusState.RUNNING, publisher::state);
            Eventually.equal("the subscriber's state", BusState.RUNNING, subscriber::state);
        }
        int last = outcomes.size();
        publish(publisher, outcomes, 1);
        Eventually.done("the last", outcomes.get(last));

        Set<Integer> taken = taken(outcomes);
        for (Story story : List.of(exact, wild, own)) {
            story.await(last);
            assertThat(story.outOfOrder()).as("twice or too late: %s", story).isEmpty();
            assertThat(story.lostInSilence(taken)).as("lost: %s", story).isEmpty();
            assertThat(story.gaps()).isNotEmpty();
        }
    }

    private static void publish(MessageBus bus, List<CompletableFuture<Void>> outcomes, int count) {
        for (int i = 0; i < count; i++) {
            outcomes.add(bus.publish("load", Integer.toString(outcomes.size())));
        }
    }

    private static Set<Integer> taken(List<CompletableFuture<Void>> outcomes) {
        Set<Integer> taken = new TreeSet<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Eventually.settled("publish", outcomes.get(i));
            if (outcomes.get(i).isCompletedExceptionally()) {
                assertThat(Eventually.failed("publish", outcomes.get(i)).code())
                        .isIn(ErrorCode.OUTCOME_UNKNOWN, ErrorCode.UNAVAILABLE);
            } else {
                taken.add(i);
            }
        }
        return taken;
    }

    @Test
    void leavesALentClientOpenAndHearsNothingTwice() {
        RedisClient client = closing(RedisClient.create(redis.uri()));
        MessageBus bus = closing(
                RedisMessageBus.builder().client(client).options(OPTIONS).build());
        Story story = Story.of(bus, "load");
        start(bus);
        List<CompletableFuture<Void>> outcomes = new ArrayList<>();
        publish(bus, outcomes, 1_000);
        redis.restart();
        Eventually.equal("subscriptions", 1L, () -> subscriptions("load"));
        Eventually.equal("the state", BusState.RUNNING, bus::state);
        int last = outcomes.size();
        publish(bus, outcomes, 1);

        story.await(last);
        assertThat(story.outOfOrder()).isEmpty();
        assertThat(story.lostInSilence(taken(outcomes))).isEmpty();
        bus.close();
        assertThat(client.connect().sync().ping()).isEqualTo("PONG");
    }

    @Test
    void leavesNoThreadAndNoSocketWhenItIsClosedWhileRedisHangs() {
        bus().close();
        ThreadProbe threads = ThreadProbe.now();
        SocketProbe sockets = SocketProbe.now();
        MessageBus bus = bus();
        Story.of(bus, "a");
        start(bus);
        redis.pause();

        bus.close();

        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        threads.awaitNoneLeft("after close");
        sockets.awaitNoneLeft("after close");
    }

    private MessageBus bus() {
        return closing(
                RedisMessageBus.builder().uri(redis.uri()).options(OPTIONS).build());
    }

    private <C extends AutoCloseable> C closing(C resource) {
        open.add(resource);
        return resource;
    }

    private static void start(MessageBus bus) {
        Eventually.done("start", bus.startAsync());
    }

    private int clients() {
        return Foreign.at(redis, commands -> (int) commands.clientList().lines().count()) - 1;
    }

    private int channels() {
        return Foreign.at(redis, commands -> commands.pubsubChannels("many.*").size());
    }

    private long subscriptions(String channel) {
        return Foreign.at(redis, commands -> commands.pubsubNumsub(channel).get(channel));
    }
}
