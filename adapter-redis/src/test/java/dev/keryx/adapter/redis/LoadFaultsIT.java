package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Heap;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.Account;
import dev.keryx.testkit.bus.Feed;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Much of everything, so that both processors are busy: nothing else may run beside these. */
@Timeout(240)
@Tag("faults")
@Tag("alone")
class LoadFaultsIT {
    /** Room for what the audit itself keeps of each message, some forty bytes. */
    private static final long FLAT_BYTES = 32L << 20;

    /** No slack: a silent link ends a publish after two seconds, which leaves eight to a processor that is busy. */
    private static final Duration ANSWER = BusOptions.DEFAULT_PUBLISH_TIMEOUT;

    /** Patient with a subscriber who cannot read as fast as the test publishes. */
    private static RedisServer.Builder patient() {
        return RedisServer.builder().config("client-output-buffer-limit", "pubsub", "512mb", "512mb", "60");
    }

    @ConcurrencyTest
    @Rule({"BUS-62", "BUS-80", "BUS-84"})
    void failsFastAndKeepsNothingWhilePublishingToNobody() {
        try (FaultBench bench = new FaultBench(patient())) {
            MessageBus bus = bench.direct();
            bench.traffic(bus, bench.direct()).crashTwice();
            Feed feed = bench.feeds.get(0);

            bench.audit.inject(bench.redis::kill);
            bench.audit.awaitDetected();
            long before = Heap.usedBytes();
            feed.publish(200_000);
            feed.awaitOutcomes();
            Heap.awaitAtMost("200,000 refused publishes", before + FLAT_BYTES);
            bench.audit.lift(bench.redis::restart);

            Account account = bench.report(FaultRow.PUBLISH_WHILE_DOWN);
            assertThat(feed.failures().get(ErrorCode.UNAVAILABLE)).isGreaterThanOrEqualTo(200_000);
            assertThat(account.slowestAnswer()).isLessThan(BusOptions.DEFAULT_PUBLISH_TIMEOUT);
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-84"})
    void boundsWhatIsInFlightWhenRedisHangs() {
        try (FaultBench bench = new FaultBench(patient())) {
            bench.traffic(bench.direct(), bench.direct());
            Feed feed = bench.feeds.get(0);

            long before = Heap.usedBytes();
            bench.audit.inject(bench.redis::pause);
            feed.publish(100_000);
            bench.audit.awaitDetected();
            feed.awaitOutcomes();
            Heap.awaitAtMost("100,000 publishes to a Redis that hangs", before + FLAT_BYTES);
            bench.audit.lift(bench.redis::resume);

            Account account = bench.report(FaultRow.HANG_IN_FLIGHT);
            assertThat(feed.failures().get(ErrorCode.OVERFLOW))
                    .isGreaterThanOrEqualTo(100_000 - BusOptions.DEFAULT_IN_FLIGHT_MESSAGES);
            assertThat(account.slowestAnswer()).isLessThan(ANSWER);
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-61", "BUS-80"})
    void isBackWithTenThousandFilters() {
        crashWith(10_000, FaultRow.CRASH_10K);
    }

    @ConcurrencyTest
    @Rule({"BUS-61", "BUS-80"})
    void isBackWithAHundredThousandFilters() {
        crashWith(100_000, FaultRow.CRASH_100K);
    }

    private static void crashWith(int filters, FaultRow row) {
        try (FaultBench bench = new FaultBench()) {
            MessageBus bus = bench.direct();
            bench.traffic(bus, bench.direct());
            Quiet quiet = Quiet.ready(bus, filters);

            bench.audit.inject(bench.redis::kill);
            bench.audit.awaitDetected();
            bench.audit.lift(bench.redis::restart);

            bench.audit.awaitRecovered();
            quiet.awaitToldFrom(0);
            assertThat(Quiet.channels(bench)).hasSize(filters);
            bench.report(row);
        }
    }

    @ConcurrencyTest
    @Rule("BUS-64")
    void leavesNothingOfAHundredThousandSubscriptions() {
        try (FaultBench bench = new FaultBench()) {
            MessageBus bus = bench.direct();
            bench.traffic(bus, bench.direct());
            long before = 0;
            for (int round = 0; round <= 100; round++) {
                String prefix = "cycle." + round + ".";
                List<Subscription> some = IntStream.range(0, 1_000)
                        .mapToObj(i -> bus.subscribe(prefix + i, message -> {}))
                        .toList();
                some.forEach(subscription -> Eventually.done("ready", subscription.ready()));
                some.forEach(Subscription::close);
                before = round == 0 ? Heap.usedBytes() : before;
            }
            Heap.awaitAtMost("a hundred thousand closed subscriptions", before + FLAT_BYTES);
            Eventually.equal("channels", 0, () -> bench.channels("cycle.*").size());
            FaultRow.CYCLES.report(bench.audit.end(), bench.redis);
        }
    }
}
