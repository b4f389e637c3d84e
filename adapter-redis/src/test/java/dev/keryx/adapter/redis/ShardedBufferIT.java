package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.WhileDisconnected;
import dev.keryx.bus.WireFormat;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.Account;
import dev.keryx.testkit.bus.BusAudit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Publishes that wait for one master of a cluster, while the others go on. */
@Tag("faults")
@Tag("shapes")
@Timeout(120)
class ShardedBufferIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int COUNT = 100;
    private static final List<Integer> NUMBERS =
            IntStream.range(0, COUNT).boxed().toList();

    private final RedisCluster cluster = RedisCluster.start();
    private final RedisServer victim = cluster.masters().get(0);
    private final String hit = topicAt(victim);
    private final String spared = topicAt(cluster.masters().get(1));

    @AfterEach
    void close() {
        cluster.close();
    }

    private String topicAt(RedisServer master) {
        return IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> "topic" + number)
                .filter(topic -> cluster.masterOf(topic) == master)
                .findFirst()
                .orElseThrow();
    }

    private MessageBus bus(BusOptions options) {
        return RedisMessageBus.builder()
                .cluster(cluster.uris().toArray(new String[0]))
                .sharded()
                .options(options)
                .build();
    }

    private MessageBus buffering(WireFormat format) {
        return bus(FaultBench.OPTIONS
                .format(format)
                .whileDisconnected(WhileDisconnected.buffer(10_000, 1 << 20, LONG))
                .publishTimeout(LONG));
    }

    private static Subscription ready(Story story, MessageBus bus, String topic) {
        Subscription subscription = story.listen(bus, topic);
        Eventually.done("ready", subscription.ready());
        return subscription;
    }

    private static List<CompletableFuture<Void>> publish(MessageBus bus, String topic) {
        return NUMBERS.stream()
                .map(number -> bus.publish(topic, Integer.toString(number)))
                .toList();
    }

    private static void awaitAll(List<CompletableFuture<Void>> outcomes) {
        outcomes.forEach(outcome -> Eventually.done("publish", outcome));
    }

    @ConcurrencyTest
    @Rule({"BUS-73", "BUS-87"})
    void whatWaitsForAMasterHoldsUpNoOtherAndIsTakenInOrderByItsSuccessor() {
        try (MessageBus publisher = buffering(WireFormat.RAW)) {
            publisher.start();
            ready(new Story(), publisher, spared);
            loseOneMaster(publisher);
        }
    }

    /** Its whole link is lost then, and the next one has to do without that master. */
    @ConcurrencyTest
    @Rule({"BUS-70", "BUS-73", "BUS-87"})
    void soItIsWhereAPublisherKnewNoOtherMaster() {
        try (MessageBus publisher = buffering(WireFormat.RAW)) {
            publisher.start();
            loseOneMaster(publisher);
        }
    }

    /**
     * No node takes the place of the one that is away before the test lets it; a foreign client hears at the one that will,
     * whatever buses miss in a gap.
     */
    private void loseOneMaster(MessageBus publisher) {
        cluster.nodeTimeoutMillis((int) LONG.toMillis());
        RedisServer successor = cluster.replicasOf(victim).get(0);
        try (MessageBus subscriber = bus(FaultBench.OPTIONS.format(WireFormat.RAW));
                Bystander witness = new Bystander(successor, Flavor.SHARDED).listen(hit)) {
            subscriber.start();
            Story here = new Story();
            Story there = new Story();
            Story beside = new Story();
            Subscription own = ready(here, publisher, hit);
            ready(there, subscriber, hit);
            ready(beside, subscriber, spared);
            victim.kill();
            Eventually.equal("what the publisher knows", SubscriptionState.SUSPENDED, own::state);

            List<CompletableFuture<Void>> waiting = publish(publisher, hit);
            awaitAll(publish(publisher, spared));
            beside.await(COUNT - 1);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);

            cluster.nodeTimeoutMillis(RedisCluster.NODE_TIMEOUT_MILLIS);
            awaitAll(waiting);
            Eventually.equal("what the broker took", texts(), () -> witness.messages);
            awaitHeardBehind(publisher, here, there);

            assertNothingLost(here);
            assertNothingLost(there);
            assertThat(beside.numbers()).isEqualTo(NUMBERS);
            assertThat(beside.gaps()).isEmpty();
        }
    }

    private static List<String> texts() {
        return NUMBERS.stream().map(String::valueOf).toList();
    }

    /** One more number after the other, until each has heard one: no earlier one can come then. */
    private void awaitHeardBehind(MessageBus publisher, Story... stories) {
        AtomicInteger next = new AtomicInteger(COUNT);
        for (Story story : stories) {
            int from = next.get();
            Eventually.that(
                    "a number behind all others was heard",
                    () -> {
                        Eventually.done("publish", publisher.publish(hit, Integer.toString(next.getAndIncrement())));
                        return story.greatest() >= from;
                    },
                    () -> story);
        }
    }

    private static void assertNothingLost(Story story) {
        assertThat(story.outOfOrder()).as("twice or out of order").isEmpty();
        assertThat(story.lostInSilence(Set.copyOf(NUMBERS)))
                .as("lost in silence")
                .isEmpty();
    }

    /** Whatever is on its way when the master dies has an unknown outcome; nothing else fails. */
    @ConcurrencyTest
    @Rule({"BUS-73", "BUS-80", "BUS-87"})
    void nothingIsRefusedWhileAMasterIsReplaced() {
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus publisher = audit.watch(buffering(WireFormat.ENVELOPE));
            MessageBus subscriber = audit.watch(bus(FaultBench.OPTIONS));
            audit.follow(publisher, hit);
            audit.follow(subscriber, hit);
            audit.follow(subscriber, spared);
            audit.awaitReady();
            List.of(hit, spared).forEach(topic -> audit.feed(publisher, topic).every(Duration.ofMillis(1)));
            audit.awaitFlowing();

            audit.inject(victim::kill);
            audit.lift(() -> {});
            audit.awaitDetected();
            audit.awaitRecovered();
            audit.awaitFlowing();

            Account account = audit.end();
            account.assertNothingWrong();
            assertThat(account.accepted() + account.unknown()).isEqualTo(account.published());
        }
    }
}
