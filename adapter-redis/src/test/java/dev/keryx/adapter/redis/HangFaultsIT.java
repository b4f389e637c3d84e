package dev.keryx.adapter.redis;

import static io.lettuce.core.codec.StringCodec.UTF8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.TimeSource;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.FaultProxy.Way;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.Account;
import dev.keryx.testkit.bus.Feed;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Redis, or the network, is silent and does not say so. */
@Timeout(120)
class HangFaultsIT {
    private static final TimeSource CLOCK = TimeSource.system();

    /** Within which a driver gives up an attempt that is under way. */
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private static final CommandArgs<String, String> PAUSE_ALL =
            new CommandArgs<>(UTF8).add("PAUSE").add(8_000).add("ALL");

    @ConcurrencyTest
    @Rule({"BUS-80", "BUS-81", "BUS-85"})
    void noticesAHangAndEndsWithOneSubscription() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.direct(), bench.direct());

            bench.audit.inject(bench.redis::pause);
            bench.audit.awaitDetected();
            bench.audit.lift(bench.redis::resume);

            bench.audit.awaitRecovered();
            bench.awaitOneSubscriptionEach();
            bench.report(FaultRow.HANG);
        }
    }

    @ConcurrencyTest
    @Tag("faults")
    @Rule({"BUS-80", "BUS-81"})
    void noticesAHalfOpenConnectionOnWhichNothingIsPublished() {
        try (FaultBench bench = new FaultBench()) {
            bench.subscriptions(bench.overNetwork(), bench.overNetwork());

            bench.audit.inject(bench.network::swallow);
            bench.audit.awaitDetected();
            bench.audit.lift(bench.network::resume);

            bench.feeds.forEach(feed -> feed.every(Duration.ofMillis(1)));
            bench.report(FaultRow.HALF_OPEN_IDLE);
        }
    }

    @ConcurrencyTest
    @Tag("faults")
    @Rule({"BUS-80", "BUS-81"})
    void noticesAHalfOpenConnectionWithPublishesInFlight() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.overNetwork(), bench.overNetwork());

            bench.audit.inject(bench.network::swallow);
            bench.audit.awaitDetected();
            bench.audit.lift(bench.network::resume);

            Account account = bench.report(FaultRow.HALF_OPEN_BUSY);
            assertThat(account.unknown()).isPositive();
        }
    }

    /** Redis has the messages and nobody hears that: never sent again, so never delivered twice. */
    private static void loseAnswers(FaultRow row, Function<FaultBench, MessageBus> way) {
        try (FaultBench bench = new FaultBench()) {
            MessageBus publisher = way.apply(bench);
            MessageBus subscriber = bench.direct();
            Eventually.done("ready", bench.audit.follow(subscriber, "lost").ready());
            Feed feed = bench.audit.feed(publisher, "lost");
            feed.publish(10);
            feed.awaitOutcomes();

            bench.audit.inject(() -> {
                bench.network.swallow(Way.TO_CLIENT);
                feed.publish(1_000);
            });
            bench.audit.awaitHeard();
            bench.network.drop();
            feed.awaitOutcomes();
            bench.audit.lift(bench.network::resume);

            feed.every(Duration.ofMillis(1));
            Account account = bench.report(row);
            assertThat(account.unknown()).isEqualTo(1_000);
            assertThat(account.unknownDelivered()).isEqualTo(1_000);
            assertThat(account.duplicates()).isZero();
        }
    }

    @ConcurrencyTest
    @Rule("BUS-82")
    void doesNotKnowAndDoesNotRepeatWhenAnswersAreLost() {
        loseAnswers(FaultRow.REPLY_LOST, FaultBench::overNetwork);
    }

    /** By itself, Lettuce would connect and send them again: the one fault by which it delivers twice. */
    @ConcurrencyTest
    @Rule({"BUS-60", "BUS-82"})
    void doesNotRepeatThemOverALentClientEither() {
        loseAnswers(FaultRow.REPLY_LOST_LENT, bench -> bench.lentAt(bench.network.port()));
    }

    @ConcurrencyTest
    @Rule("BUS-86")
    void stopsWhileItIsConnecting() {
        try (FaultBench bench = new FaultBench()) {
            bench.redis.pause();
            Duration slowest = Duration.ZERO;
            for (int i = 0; i < 50; i++) {
                MessageBus bus = RedisMessageBus.builder()
                        .uri(bench.redis.uri())
                        .options(FaultBench.OPTIONS)
                        .build();
                bus.subscribe("a", message -> {});
                CompletableFuture<Void> start = bus.startAsync();
                assertThat(bus.state()).isEqualTo(BusState.STARTING);

                long before = CLOCK.nanos();
                bus.close();
                slowest = Collections.max(List.of(slowest, Duration.ofNanos(CLOCK.nanos() - before)));

                Eventually.failed("start", start);
                assertThat(bus.state()).isEqualTo(BusState.CLOSED);
            }
            Account account = bench.audit.end();
            bench.redis.resume();
            FaultRow.STOP_WHILE_OPENING.report(account, bench.redis);
            FaultRow.STOP_WHILE_OPENING.hold("slowest close", slowest, A_SECOND);
        }
    }

    @ConcurrencyTest
    @Tag("faults")
    @Rule({"BUS-80", "BUS-81"})
    void isBackAfterAPauseOfAllClients() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.direct(), bench.direct());

            bench.audit.inject(() ->
                    bench.ask(commands -> commands.dispatch(CommandType.CLIENT, new StatusOutput<>(UTF8), PAUSE_ALL)));
            bench.audit.awaitDetected();
            bench.audit.lift(() -> bench.ask(commands -> commands.ping()));

            bench.audit.awaitRecovered();
            bench.awaitOneSubscriptionEach();
            bench.report(FaultRow.CLIENT_PAUSE);
        }
    }
}
