package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.Feed;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Redis is killed and comes back, or cuts connections. */
@Timeout(120)
class CrashFaultsIT {
    private static void crash(FaultRow row, Duration down) {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.direct(), bench.direct());

            bench.audit.inject(bench.redis::kill);
            bench.audit.awaitDetected();
            FaultBench.last(down);
            bench.audit.lift(bench.redis::restart);

            bench.report(row);
            for (Feed feed : bench.feeds) {
                assertThat(feed.failures().keySet())
                        .isSubsetOf(ErrorCode.UNAVAILABLE, ErrorCode.OUTCOME_UNKNOWN)
                        .contains(ErrorCode.UNAVAILABLE);
            }
        }
    }

    @ConcurrencyTest
    @Rule("BUS-80")
    void isBackAfterACrash() {
        crash(FaultRow.CRASH_1, Duration.ofSeconds(1));
    }

    @ConcurrencyTest
    @Tag("faults")
    @Rule("BUS-80")
    void isBackAfterALongOutage() {
        crash(FaultRow.CRASH_10, Duration.ofSeconds(10));
    }

    /** Lettuce would reconnect, buffer and replay by itself; the bus must neither use nor meet that. */
    @ConcurrencyTest
    @Rule({"BUS-60", "BUS-80", "BUS-82"})
    void isBackWithALentClientThatStaysOpen() {
        try (FaultBench bench = new FaultBench()) {
            ClientResources resources = Foreign.resources();
            RedisClient client = RedisClient.create(resources, bench.redis.uri());
            bench.audit.own(() -> {
                assertThat(client.connect().sync().ping()).isEqualTo("PONG");
                client.shutdown();
                Foreign.end(resources);
            });
            MessageBus bus = bench.audit.watch(RedisMessageBus.builder()
                    .client(client)
                    .options(FaultBench.OPTIONS)
                    .build());
            bench.traffic(bus, bench.direct());

            bench.audit.inject(bench.redis::kill);
            bench.audit.awaitDetected();
            bench.audit.lift(bench.redis::restart);

            bench.report(FaultRow.CRASH_LENT);
        }
    }

    @ConcurrencyTest
    @Rule("BUS-80")
    void losesNothingInSilenceBehindABurst() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.direct(), bench.direct());
            for (int crash = 0; crash < 3; crash++) {
                bench.feeds.forEach(feed -> feed.publish(5_000));
                bench.audit.inject(bench.redis::kill);
                bench.feeds.forEach(feed -> feed.publish(200));
                bench.audit.awaitDetected();
                bench.audit.lift(bench.redis::restart);
                bench.audit.awaitRecovered();
            }
            bench.report(FaultRow.CRASHES_UNDER_LOAD);
        }
    }

    @ConcurrencyTest
    @Rule("BUS-80")
    void isBackWhenRedisCutsTheSubscribers() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.direct(), bench.direct());
            for (int kill = 0; kill < 3; kill++) {
                bench.audit.inject(() -> bench.ask(commands -> commands.clientKill(KillArgs.Builder.typePubsub())));
                bench.audit.awaitDetected();
                bench.audit.lift(() -> {});
                bench.audit.awaitRecovered();
            }
            assertThat(bench.subscriptionsTo("load.a")).isEqualTo(1);
            bench.report(FaultRow.CLIENT_KILL);
        }
    }

    /** The one who does not read is the network; what Redis cuts for it comes back and is not cut again. */
    @ConcurrencyTest
    @Tag("faults")
    @Rule("BUS-80")
    void isBackWhenRedisCutsASlowSubscriber() {
        RedisServer.Builder strict =
                RedisServer.builder().config("client-output-buffer-limit", "pubsub", "1mb", "1mb", "1");
        try (FaultBench bench = new FaultBench(strict)) {
            MessageBus publisher = bench.direct();
            MessageBus slow = bench.overNetwork();
            bench.audit.follow(slow, "load");
            slow.subscribe("bulk", message -> {});
            bench.audit.awaitReady();
            Feed feed = bench.audit.feed(publisher, "load").every(Duration.ofMillis(1));
            bench.audit.awaitFlowing();

            bench.audit.inject(() -> bench.network.delay(Duration.ofMinutes(1)));
            byte[] bulk = new byte[1 << 20];
            while (bench.subscriptionsTo("load") > 0) {
                Eventually.done("publish", publisher.publish("bulk", bulk));
            }
            assertThat(slow.state()).as("it was Redis who cut").isEqualTo(BusState.RUNNING);
            Eventually.equal("the slow bus", BusState.RECONNECTING, slow::state);
            long attempts = bench.network.attempts();
            bench.audit.lift(bench.network::resume);

            bench.audit.awaitRecovered();
            assertThat(bench.network.attempts() - attempts).isLessThan(20);
            assertThat(feed.failures()).isEmpty();
            bench.report(FaultRow.OUTPUT_BUFFER);
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-61", "BUS-85"})
    void convergesToWhatIsWantedAfterChangesWhileDown() {
        try (FaultBench bench = new FaultBench()) {
            MessageBus bus = bench.direct();
            bench.traffic(bus, bench.direct());
            List<Subscription> many = subscribe(bus, 0, 1_000);
            many.forEach(subscription -> Eventually.done("ready", subscription.ready()));

            bench.audit.inject(bench.redis::kill);
            bench.audit.awaitDetected();
            many.subList(0, 500).forEach(Subscription::close);
            subscribe(bus, 1_000, 1_500);
            bench.audit.lift(bench.redis::restart);

            bench.audit.awaitRecovered();
            Set<String> wanted =
                    IntStream.range(500, 1_500).mapToObj(i -> "many." + i).collect(Collectors.toSet());
            Eventually.equal("the channels", wanted, () -> bench.channels("many.*"));
            bench.report(FaultRow.CHANGES_WHILE_DOWN);
        }
    }

    private static List<Subscription> subscribe(MessageBus bus, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> bus.subscribe("many." + i, message -> {}))
                .toList();
    }
}
