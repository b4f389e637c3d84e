package dev.keryx.proofs.buskit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.KeryxException;
import dev.keryx.adapter.inmemory.InMemoryBroker;
import dev.keryx.adapter.inmemory.InMemoryFaults.Fate;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.GapHandler;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.bus.Account;
import dev.keryx.testkit.bus.BusAudit;
import dev.keryx.testkit.bus.Feed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The audit calls each wrong bus what it is, and a right one right. */
@Timeout(60)
class BusAuditTest {
    private static final int COUNT = 1_000;
    private static final List<Gap> RECONNECT = List.of(Gap.of(Gap.Cause.RECONNECT));

    private final InMemoryBroker broker = new InMemoryBroker();

    private MessageBus right() {
        return broker.bus(BusOptions.DEFAULT);
    }

    /** A thousand messages over a bus with this twist. */
    private Account account(UnaryOperator<MessageBus> twist) {
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus bus = audit.watch(twist.apply(right()));
            Eventually.done("ready", audit.follow(bus, "a").ready());
            Feed feed = audit.feed(bus, "a");
            feed.publish(COUNT);
            feed.awaitOutcomes();
            return audit.end();
        }
    }

    private Account accountOfHandlers(UnaryOperator<MessageHandler> twist) {
        return account(right -> new ForwardingBus(right) {
            @Override
            public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
                return right.subscribe(filter, options, twist.apply(handler));
            }
        });
    }

    @Test
    void aRightBusHasNothingWrong() {
        Account account = account(right -> right);

        account.assertNothingWrong();
        assertThat(account.published()).isGreaterThan(COUNT).isEqualTo(account.accepted());
        assertThat(account.delivered()).isEqualTo(account.accepted());
        assertThat(account.unknown() + account.lostSignalled()).isZero();
        assertThat(account.detected()).isNull();
        assertThat(account.recovered()).isNull();
        assertThat(account.gaps()).isEmpty();
        assertThat(account.peakHeapBytes()).isPositive();
    }

    @Test
    void aBusThatLosesInSilenceIsCalledSo() {
        Account account = accountOfHandlers(handler -> message -> {
            if (!message.payload().utf8().endsWith("7")) {
                handler.handle(message);
            }
        });
        assertThat(account.lostSilent()).isEqualTo(COUNT / 10);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(account::assertNothingWrong)
                .withMessageStartingWith(COUNT / 10 + " lost in silence;");
    }

    @Test
    void aBusThatDeliversTwiceIsCalledSo() {
        Account account = accountOfHandlers(handler -> message -> {
            handler.handle(message);
            if (message.payload().utf8().endsWith("7")) {
                handler.handle(message);
            }
        });
        assertThat(account.wrongs()).containsExactly(COUNT / 10 + " delivered twice");
    }

    @Test
    void aBusThatReordersIsCalledSo() {
        Account account = accountOfHandlers(handler -> {
            Message[] held = {null};
            return message -> {
                if (message.payload().utf8().endsWith("7")) {
                    held[0] = message;
                } else {
                    handler.handle(message);
                    if (held[0] != null) {
                        handler.handle(held[0]);
                        held[0] = null;
                    }
                }
            };
        });
        assertThat(account.wrongs()).containsExactly(COUNT / 10 + " out of order");
    }

    @Test
    void aBusThatDeliversWhatItRefusedIsCalledSo() {
        Account account = account(right -> new ForwardingBus(right) {
            private final AtomicInteger turn = new AtomicInteger();

            @Override
            public CompletableFuture<Void> publish(Message message) {
                CompletableFuture<Void> sent = right.publish(message);
                return turn.getAndIncrement() == 7 ? failed(ErrorCode.UNAVAILABLE) : sent;
            }
        });
        assertThat(account.wrongs()).containsExactly("1 delivered though refused");
    }

    private static CompletableFuture<Void> failed(ErrorCode code) {
        return CompletableFuture.failedFuture(new KeryxException(code, "on purpose"));
    }

    @Test
    void anUnknownOutcomeIsNeitherLostNorWrong() {
        Account account = account(right -> new ForwardingBus(right) {
            private final AtomicInteger turn = new AtomicInteger();

            @Override
            public CompletableFuture<Void> publish(Message message) {
                boolean swallowed = turn.incrementAndGet() % 2 == 0 && turn.get() < COUNT;
                CompletableFuture<Void> sent = swallowed ? null : right.publish(message);
                return turn.get() < COUNT ? failed(ErrorCode.OUTCOME_UNKNOWN) : sent;
            }
        });
        account.assertNothingWrong();
        assertThat(account.unknown()).isEqualTo(COUNT - 1);
        assertThat(account.unknownDelivered()).isEqualTo(COUNT / 2);
    }

    @Test
    void aLossWithAGapAtItsPlaceIsSignalled() {
        Account account = accountOfLosses(right -> right);

        account.assertNothingWrong();
        assertThat(account.lostSignalled()).isPositive();
        assertThat(account.detected()).isNotNull();
    }

    @Test
    void aLossWhoseGapComesTooLateIsSilent() {
        Account account = accountOfLosses(right -> new ForwardingBus(right) {
            @Override
            public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
                GapHandler gaps = options.gapHandler().orElseThrow();
                AtomicInteger sinceGap = new AtomicInteger(Integer.MIN_VALUE);
                return right.subscribe(filter, options.onGap(gap -> sinceGap.set(0)), message -> {
                    handler.handle(message);
                    if (sinceGap.incrementAndGet() == 3) {
                        gaps.handle(Gap.of(Gap.Cause.MISSED));
                    }
                });
            }
        });
        assertThat(account.lostSilent()).isPositive();
        assertThat(account.lostSignalled()).isZero();
    }

    @Test
    void gapsSinceTheFaultAreToldForEachSubscription() {
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus spared = audit.watch(right());
            MessageBus hit = audit.watch(broker.bus("hit", BusOptions.DEFAULT));
            audit.follow(spared, "a");
            audit.follow(hit, "a");
            audit.feed(spared, "a").every(Duration.ofMillis(1));
            audit.awaitFlowing();
            cut(audit);
            audit.inject(() -> cut(audit));
            cut(audit);

            assertThat(audit.end().gaps()).containsExactly(List.of(), List.of(RECONNECT.get(0), RECONNECT.get(0)));
        }
    }

    /** And waits until that is over. */
    private void cut(BusAudit audit) {
        broker.faults().cut("hit");
        audit.awaitFlowing();
    }

    /** Frames vanish for a while in the middle, and the transport says so. */
    private Account accountOfLosses(UnaryOperator<MessageBus> twist) {
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus publisher = audit.own(right());
            Eventually.done("start", publisher.startAsync());
            MessageBus bus = audit.watch(twist.apply(right()));
            audit.follow(bus, "a");
            Feed feed = audit.feed(publisher, "a").every(Duration.ofMillis(1));
            audit.awaitFlowing();
            audit.inject(() -> broker.faults().frames((from, to, topic) -> Fate.MISSED));
            int begun = feed.count();
            Eventually.that("some were lost", () -> feed.count() > begun + 10, feed::count);
            audit.lift(() -> broker.faults().framesArrive());
            audit.awaitRecovered();
            return audit.end();
        }
    }

    @Test
    void anOutageHasItsTimes() {
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus bus = audit.watch(right());
            audit.follow(bus, "a");
            audit.follow(bus, "*");
            audit.awaitReady();
            Feed feed = audit.feed(bus, "a").every(Duration.ofMillis(1));
            audit.awaitFlowing();
            audit.inject(() -> broker.faults().fail());
            audit.awaitDetected();
            assertThat(bus.state()).isEqualTo(BusState.RECONNECTING);
            Eventually.that(
                    "a publish failed for want of a link",
                    () -> feed.failures().containsKey(ErrorCode.UNAVAILABLE),
                    feed::failures);
            audit.lift(() -> broker.faults().recover());
            audit.awaitRecovered();
            Account account = audit.end();

            account.assertNothingWrong();
            assertThat(account.gaps()).containsExactly(RECONNECT, RECONNECT);
            assertThat(account.detected()).isPositive().isLessThan(Eventually.limit());
            assertThat(account.recovered()).isPositive().isLessThan(Eventually.limit());
            // Whether what was on its way when the link broke has arrived, nobody can know.
            long owed = 2 * account.accepted() - account.lostSignalled();
            assertThat(account.delivered()).isBetween(owed, owed + 2 * account.unknownDelivered());
            assertThat(feed.failures().keySet()).isSubsetOf(ErrorCode.UNAVAILABLE, ErrorCode.OUTCOME_UNKNOWN);
        }
    }

    /** A machine that stalls once does not make a bus slow, but what it did is not hidden. */
    @Test
    void eachOfSeveralFaultsHasItsTimeAndTheMedianIsTheRule() {
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus bus = audit.watch(broker.bus("hit", BusOptions.DEFAULT));
            audit.follow(bus, "a");
            audit.feed(bus, "a").every(Duration.ofMillis(1));
            audit.awaitFlowing();
            for (int fault = 0; fault < 3; fault++) {
                audit.inject(() -> broker.faults().cut("hit"));
                audit.awaitDetected();
                audit.lift(() -> {});
                audit.awaitRecovered();
            }
            Account account = audit.end();

            List<Duration> noticed = account.noticed();
            assertThat(noticed).hasSize(3).allMatch(time -> time.compareTo(Duration.ZERO) > 0);
            assertThat(account.detected())
                    .isEqualTo(noticed.stream().sorted().toList().get(1));
        }
    }

    @Test
    void whatWasPublishedBeforeASubscriptionOrAfterItsEndIsNotOwed() {
        try (BusAudit audit = BusAudit.begin()) {
            MessageBus bus = audit.watch(right());
            Feed feed = audit.feed(bus, "a");
            feed.publish(10);
            Subscription ended = audit.follow(bus, "a");
            Eventually.done("ready", ended.ready());
            feed.publish(10);
            ended.close();
            Eventually.done("ready", audit.follow(bus, "*").ready());
            feed.publish(10);
            Account account = audit.end();

            account.assertNothingWrong();
            assertThat(account.lostSignalled()).isZero();
            assertThat(account.delivered()).isBetween(11L, 31L);
        }
    }

    @Test
    void whatIsLeftBehindIsCalledSo() {
        CountDownLatch end = new CountDownLatch(1);
        System.setProperty(Eventually.LIMIT_PROPERTY, "1");
        try (BusAudit audit = BusAudit.begin()) {
            Thread stray = new Thread(() -> Eventually.settled("the end", waitFor(end)), "stray");
            stray.start();
            assertThat(audit.end().wrongs()).containsExactly("1 left behind: [stray]");
        } finally {
            end.countDown();
            System.clearProperty(Eventually.LIMIT_PROPERTY);
        }
    }

    private static CompletableFuture<Void> waitFor(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return CompletableFuture.completedFuture(null);
    }
}
