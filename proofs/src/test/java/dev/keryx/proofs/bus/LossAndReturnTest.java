package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.KeryxException;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.StartPolicy;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Where the gap stands when a link is lost and another takes its place. */
class LossAndReturnTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();
    private final Diary diary = new Diary();

    private MessageBus following(String filter) {
        MessageBus bus = bench.bus(driver);
        bus.subscribe(filter, diary.options(), diary);
        bus.startAsync();
        bench.run();
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        return bus;
    }

    @Test
    void theGapIsHeardWhenTheBrokerHasConfirmedTheFilterAgainAndNotBefore() {
        MessageBus bus = following("a");
        HandLink old = driver.last();
        old.bring("a", "a", "before");
        CompletableFuture<Map<TopicFilter, KeryxException>> confirmation = new CompletableFuture<>();
        driver.prepare = link -> link.onAdd = filters -> confirmation;
        old.lose();
        bench.advance(LONG_ENOUGH);
        assertThat(bus.state()).isEqualTo(BusState.RECONNECTING);
        assertThat(diary.read()).containsExactly("before");
        confirmation.complete(Map.of());
        bench.run();
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        driver.last().bring("a", "a", "after");
        bench.run();
        assertThat(diary.read()).containsExactly("[RECONNECT]", "after");
    }

    @Test
    void theGapStandsBeforeAMessageThatComesEarlierThanTheConfirmation() {
        following("a");
        CompletableFuture<Map<TopicFilter, KeryxException>> confirmation = new CompletableFuture<>();
        driver.prepare = link -> link.onAdd = filters -> confirmation;
        driver.last().lose();
        bench.advance(LONG_ENOUGH);
        driver.last().bring("a", "a", "early");
        bench.run();
        assertThat(diary.read()).containsExactly("[RECONNECT]", "early");
        confirmation.complete(Map.of());
        bench.run();
        assertThat(diary.read()).as("one hole, one gap").isEmpty();
    }

    @Test
    void whatAnOldLinkStillBringsIsIgnoredAndEndsNoHole() {
        following("a");
        HandLink old = driver.last();
        old.lose();
        old.bring("a", "a", "late");
        driver.prepare = link -> link.onAdd = filters -> new CompletableFuture<>();
        bench.advance(LONG_ENOUGH);
        old.bring("a", "a", "later");
        old.sink.missed(Set.of(), new IllegalStateException());
        old.sink.revoked(Set.of(TopicFilter.of("a")), new IllegalStateException());
        old.lose();
        bench.run();
        assertThat(diary.read()).isEmpty();
        assertThat(driver.links).hasSize(2);
    }

    @Test
    void lossesInARowAreOneGap() {
        MessageBus bus = following("a");
        for (int i = 0; i < 5; i++) {
            driver.last().lose();
            bench.advance(Duration.ofSeconds(12));
        }
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        assertThat(diary.read()).containsOnly("[RECONNECT]").hasSize(5);
        driver.prepare = link -> link.onAdd = filters -> new CompletableFuture<>();
        driver.last().lose();
        bench.advance(LONG_ENOUGH);
        driver.last().lose();
        driver.prepare = link -> {};
        bench.advance(LONG_ENOUGH);
        assertThat(diary.read()).containsExactly("[RECONNECT]");
    }

    @Test
    void whoeverNeverWasReadyHasMissedNothing() {
        MessageBus bus = bench.bus(driver, BusOptions.DEFAULT.startPolicy(StartPolicy.RETRY_IN_BACKGROUND));
        driver.prepare = link -> link.onAdd = filters -> new CompletableFuture<>();
        Subscription subscription = bus.subscribe("a", diary.options(), diary);
        bus.startAsync();
        bench.run();
        driver.prepare = link -> {};
        driver.last().lose();
        assertThat(subscription.state()).isEqualTo(SubscriptionState.PENDING);
        bench.advance(LONG_ENOUGH);
        assertThat(subscription.ready()).isCompleted();
        driver.last().bring("a", "a", "first");
        bench.run();
        assertThat(diary.read()).containsExactly("first");
    }

    @Test
    void resyncIsCalledAtTheBeginningAndAfterEveryHole() {
        MessageBus bus = bench.started(driver);
        bus.subscribe("a", SubscribeOptions.DEFAULT.resync(diary), diary);
        bench.run();
        assertThat(diary.read()).containsExactly("[SUBSCRIBED]");
        driver.last().lose();
        bench.advance(LONG_ENOUGH);
        assertThat(diary.read()).containsExactly("[RECONNECT]");
    }

    @Test
    void aFilterThatTheBrokerTookAwayIsAddedAgainWithAGap() {
        MessageBus bus = following("a");
        Subscription other = bus.subscribe("b", message -> {});
        bench.run();
        HandLink link = driver.last();
        int before = link.added.size();
        link.sink.revoked(Set.of(TopicFilter.of("a"), TopicFilter.of("unheard.of")), new IllegalStateException());
        assertThat(other.state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        assertThat(diary.read()).isEmpty();
        bench.advance(LONG_ENOUGH);
        assertThat(link.added.subList(before, link.added.size())).containsExactly(Set.of(TopicFilter.of("a")));
        assertThat(diary.read()).containsExactly("[MOVED]");
    }

    @Test
    void aLoopOfMovesIsSlowedDown() {
        following("a");
        HandLink link = driver.last();
        int[] revocations = {0};
        link.onAdd = filters -> {
            if (revocations[0]++ < 1_000) {
                bench.execute(() -> link.sink.revoked(filters, new IllegalStateException()));
            }
            return CompletableFuture.completedFuture(Map.of());
        };
        link.sink.revoked(Set.of(TopicFilter.of("a")), new IllegalStateException());
        bench.advance(Duration.ofMinutes(1));
        assertThat(revocations[0]).isBetween(20, 200);
    }

    @Test
    void missedFramesAreAGapOfThoseConcernedAndOfNobodyElse() {
        MessageBus bus = following("a");
        Diary beside = new Diary();
        bus.subscribe("b.*", beside.options(), beside);
        bench.run();
        HandLink link = driver.last();
        link.bring("a", "a", "1");
        link.sink.missed(Set.of(TopicFilter.of("a")), new IllegalStateException());
        link.bring("a", "a", "2");
        bench.run();
        assertThat(diary.read()).containsExactly("1", "[MISSED]", "2");
        assertThat(beside.read()).isEmpty();
        link.sink.missed(Set.of(), new IllegalStateException());
        bench.run();
        assertThat(diary.read()).containsExactly("[MISSED]");
        assertThat(beside.read()).containsExactly("[MISSED]");
    }

    @Test
    void aTopicSubscriptionHearsWhichTopicsAreConcerned() {
        MessageBus bus = bench.started(driver);
        TopicSubscription topics = bus.subscribe(diary.options(), diary);
        topics.add(Topic.of("a"));
        topics.add(Topic.of("b"));
        bench.run();
        HandLink link = driver.last();
        link.sink.missed(Set.of(TopicFilter.of("b")), new IllegalStateException());
        bench.run();
        assertThat(diary.read()).containsExactly("[MISSED] [b]");
        link.lose();
        bench.advance(LONG_ENOUGH);
        assertThat(diary.read()).containsExactly("[RECONNECT] [a, b]");
    }

    @Test
    void theNextLinkIsOpenedOnlyWhenTheOldOneIsClosedOrHasBeenWaitedFor() {
        following("a");
        CompletableFuture<Void> closing = new CompletableFuture<>();
        driver.last().onClose = () -> closing;
        driver.last().lose();
        bench.advance(Duration.ofMillis(1_400));
        assertThat(driver.links).hasSize(1);
        bench.advance(Duration.ofSeconds(2));
        assertThat(driver.links).hasSize(2);
        assertThat(closing).isNotDone();
    }

    @Test
    void pausesGrowAndAreCappedAndNeverEnd() {
        MessageBus bus = following("a");
        driver.onOpen =
                link -> CompletableFuture.failedFuture(new CompletionException(new IllegalStateException("no")));
        driver.last().lose();
        bench.advance(Duration.ofMinutes(5));
        int attempts = driver.links.size();
        assertThat(attempts)
                .as("about two a second once the cap of one second is reached")
                .isBetween(300, 1_500);
        driver.onOpen = CompletableFuture::completedFuture;
        bench.advance(LONG_ENOUGH);
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        assertThat(diary.read()).containsExactly("[RECONNECT]");
    }

    @Test
    void aLinkThatDiesAtOnceEachTimeIsNoHotLoop() {
        following("a");
        driver.prepare = link -> bench.execute(link::lose);
        driver.last().lose();
        bench.advance(Duration.ofMinutes(1));
        assertThat(driver.links.size()).isBetween(50, 300);
    }

    @Test
    void subscriptionsMadeAndClosedWhileThereIsNoLinkConverge() {
        MessageBus bus = following("a");
        driver.onOpen = link -> CompletableFuture.failedFuture(new IllegalStateException("no"));
        driver.last().lose();
        bench.advance(LONG_ENOUGH);
        Subscription kept = bus.subscribe("kept", message -> {});
        List<Subscription> gone = List.of(bus.subscribe("gone", m -> {}), bus.subscribe("gone", m -> {}));
        gone.forEach(Subscription::close);
        driver.onOpen = CompletableFuture::completedFuture;
        bench.advance(LONG_ENOUGH);
        assertThat(driver.last().live).containsExactlyInAnyOrder(TopicFilter.of("a"), TopicFilter.of("kept"));
        assertThat(kept.state()).isEqualTo(SubscriptionState.ACTIVE);
    }
}
