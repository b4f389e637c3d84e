package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.Account;
import dev.keryx.testkit.bus.Feed;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Redis is there, but no longer lets everybody do everything. */
@Timeout(120)
class AccessFaultsIT {
    private static final String USER = "app";
    private static final String PASSWORD = "hunter2";

    /** Keeps what the bus says of refusals. */
    private static final class Refusals implements BusObserver {
        final List<KeryxException> connects = new CopyOnWriteArrayList<>();
        final List<TopicFilter> filters = new CopyOnWriteArrayList<>();

        @Override
        public void connectFailed(KeryxException why) {
            connects.add(why);
        }

        @Override
        public void filterRejected(TopicFilter filter, KeryxException why) {
            filters.add(filter);
        }
    }

    private final Refusals refusals = new Refusals();

    private static AclSetuserArgs everything() {
        return new AclSetuserArgs().on().addPassword(PASSWORD).allCommands().allKeys();
    }

    private static void set(FaultBench bench, AclSetuserArgs rights) {
        bench.ask(commands -> commands.aclSetuser(USER, rights));
    }

    private MessageBus user(FaultBench bench, BusOptions options) {
        return bench.audit.watch(RedisMessageBus.builder()
                .uri("redis://" + USER + ":" + PASSWORD + "@127.0.0.1:" + bench.network.port())
                .options(options.observer(refusals))
                .build());
    }

    @ConcurrencyTest
    @Tag("faults")
    @Rule("BUS-83")
    void asksCalmlyUntilThePasswordIsRightAgain() {
        isShutOut(
                FaultRow.PASSWORD, new AclSetuserArgs().removePassword(PASSWORD).addPassword("another"));
    }

    @ConcurrencyTest
    @Tag("faults")
    @Rule("BUS-83")
    void asksCalmlyUntilTheUserIsOnAgain() {
        isShutOut(FaultRow.USER_OFF, new AclSetuserArgs().off());
    }

    private void isShutOut(FaultRow row, AclSetuserArgs out) {
        try (FaultBench bench = new FaultBench()) {
            set(bench, everything().allChannels());
            bench.traffic(user(bench, FaultBench.OPTIONS), user(bench, FaultBench.OPTIONS));
            long before = bench.network.attempts();

            bench.audit.inject(() -> {
                set(bench, out);
                bench.ask(commands -> commands.clientKill(new KillArgs().user(USER)));
            });
            bench.audit.awaitDetected();
            FaultBench.last(Duration.ofSeconds(5));
            long attempts = bench.network.attempts() - before;
            bench.audit.lift(() -> set(bench, everything().allChannels()));

            bench.report(row);
            // The one or other attempt may be killed with the rest.
            assertThat(refusals.connects)
                    .extracting(KeryxException::code)
                    .contains(ErrorCode.REJECTED)
                    .isSubsetOf(ErrorCode.REJECTED, ErrorCode.UNAVAILABLE)
                    .endsWith(ErrorCode.REJECTED);
            assertThat(refusals.connects)
                    .extracting(KeryxException::getMessage)
                    .allSatisfy(message ->
                            assertThat(message).doesNotContain(PASSWORD).doesNotContain("another"));
            // Two buses, two connections a try, five seconds, pauses of half a second on average once they are long.
            assertThat(attempts).isBetween(8L, 150L);
        }
    }

    @ConcurrencyTest
    @Rule({"BUS-68", "BUS-80"})
    void hasTheOthersBackWhenOneOfAThousandChannelsIsDenied() {
        try (FaultBench bench = new FaultBench()) {
            set(bench, everything().channelPattern("*"));
            MessageBus publisher = bench.direct();
            MessageBus subscriber = user(bench, FaultBench.OPTIONS.rejectedRetry(Duration.ofMillis(500)));
            List<Feed> feeds = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String topic = i == 500 ? "denied" : "granted." + i;
                bench.audit.follow(subscriber, topic);
                feeds.add(bench.audit.feed(publisher, topic));
            }
            bench.audit.awaitReady();
            feeds.forEach(feed -> feed.publish(1));
            bench.audit.awaitHeard();

            bench.audit.inject(
                    () -> set(bench, new AclSetuserArgs().resetChannels().channelPattern("granted.*")));
            Eventually.that("the denied one was named", () -> !refusals.filters.isEmpty(), () -> refusals.filters);
            Eventually.equal("channels", 999, () -> bench.channels("*").size());
            assertThat(refusals.filters).containsOnly(TopicFilter.of("denied"));
            feeds.forEach(feed -> feed.publish(1));
            bench.audit.lift(() -> set(bench, new AclSetuserArgs().channelPattern("*")));

            Eventually.equal("channels", 1_000, () -> bench.channels("*").size());
            feeds.forEach(feed -> feed.publish(1));
            bench.audit.awaitRecovered();
            Account account = bench.audit.end();
            FaultRow.ACL_CHANNEL.report(account, bench.redis);
            assertThat(account.lostSignalled()).isEqualTo(1);
        }
    }
}
