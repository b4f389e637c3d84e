package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.Feed;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Redis is killed and comes back, or cuts connections. */
@Timeout(120)
class CrashFaultsIT {
    private static void crash(FaultRow row, Duration down) {
        try (FaultBench bench = new FaultBench()) {
            MessageBus bus = bench.direct();
            bench.traffic(bus, bench.direct()).crashTwice();
            Quiet quiet = Quiet.ready(bus, 100);

            bench.audit.inject(bench.redis::kill);
            bench.audit.awaitDetected();
            FaultBench.last(down);
            bench.audit.lift(bench.redis::restart);

            quiet.awaitToldFrom(0);
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
            MessageBus bus = bench.lentAt(bench.redis.port());
            bench.traffic(bus, bench.direct()).crashTwice();
            Quiet quiet = Quiet.ready(bus, 100);

            bench.audit.inject(bench.redis::kill);
            bench.audit.awaitDetected();
            bench.audit.lift(bench.redis::restart);

            quiet.awaitToldFrom(0);
            bench.awaitOneSubscriptionEach();
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
            bench.traffic(bench.overNetwork(), bench.overNetwork());
            long attempts = bench.network.attempts();
            for (int kill = 0; kill < 3; kill++) {
                bench.audit.inject(() -> bench.ask(commands -> commands.clientKill(KillArgs.Builder.typePubsub())));
                bench.audit.awaitDetected();
                bench.audit.lift(() -> {});
                bench.audit.awaitRecovered();
            }
            bench.awaitOneSubscriptionEach();
            // Three times two buses by two connections, and a try that was killed with the rest.
            assertThat(bench.network.attempts() - attempts).isBetween(12L, 24L);
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
            bench.traffic(bus, bench.direct()).crashTwice();
            Quiet before = Quiet.ready(bus, 1_000);

            bench.audit.inject(bench.redis::kill);
            bench.audit.awaitDetected();
            before.closeBefore(500);
            Quiet meanwhile = Quiet.begin(bus, 1_000, 1_500);
            bench.audit.lift(bench.redis::restart);

            bench.audit.awaitRecovered();
            meanwhile.awaitReady();
            Eventually.equal("the channels", Quiet.names(500, 1_500), () -> Quiet.channels(bench));
            before.awaitToldFrom(500);
            meanwhile.awaitToldFrom(1_500);
            bench.report(FaultRow.CHANGES_WHILE_DOWN);
        }
    }
}
