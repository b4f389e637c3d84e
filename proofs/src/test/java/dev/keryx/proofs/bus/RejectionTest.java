package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.StartPolicy;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Filters that the broker refuses, at every moment of a subscription's life. */
class RejectionTest {
    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();
    private final Diary diary = new Diary();
    private final Set<TopicFilter> forbidden = new HashSet<>();
    private final List<String> named = new ArrayList<>();

    private MessageBus bus(StartPolicy policy) {
        driver.prepare = link -> link.onAdd = filters -> {
            Map<TopicFilter, KeryxException> refused = new HashMap<>();
            filters.stream()
                    .filter(forbidden::contains)
                    .forEach(filter -> refused.put(filter, new KeryxException(ErrorCode.REJECTED, "no")));
            return CompletableFuture.completedFuture(refused);
        };
        BusObserver observer = new BusObserver() {
            @Override
            public void filterRejected(TopicFilter filter, KeryxException why) {
                named.add(filter.pattern());
            }
        };
        return bench.bus(driver, BusOptions.DEFAULT.startPolicy(policy).observer(observer));
    }

    private MessageBus started(StartPolicy policy) {
        MessageBus bus = bus(policy);
        bus.startAsync();
        bench.run();
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        return bus;
    }

    @Test
    void onceLiveItIsSuspendedNamedRetriedAndComesBackWithAGap() {
        MessageBus bus = started(StartPolicy.FAIL_FAST);
        Subscription denied = bus.subscribe("denied", diary.options(), diary);
        Subscription other = bus.subscribe("other", message -> {});
        bench.run();
        forbidden.add(TopicFilter.of("denied"));
        driver.last().lose();
        bench.advance(Duration.ofSeconds(3));
        assertThat(bus.state()).as("one denied topic holds up no other").isEqualTo(BusState.RUNNING);
        assertThat(denied.state()).isEqualTo(SubscriptionState.SUSPENDED);
        assertThat(other.state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(named).containsExactly("denied");
        int before = driver.last().added.size();
        bench.advance(Duration.ofMinutes(1));
        assertThat(driver.last().added.subList(before, driver.last().added.size()))
                .hasSize(2)
                .containsOnly(Set.of(TopicFilter.of("denied")));
        assertThat(diary.read()).isEmpty();
        forbidden.clear();
        bench.advance(Duration.ofSeconds(30));
        assertThat(denied.state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(diary.read()).containsExactly("[RECONNECT, REJECTED]");
    }

    @Test
    void aStartInTheBackgroundWaitsForItsPermission() {
        forbidden.add(TopicFilter.of("denied"));
        MessageBus bus = bus(StartPolicy.RETRY_IN_BACKGROUND);
        Subscription denied = bus.subscribe("denied", diary.options(), diary);
        bus.startAsync();
        bench.run();
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        assertThat(denied.state()).isEqualTo(SubscriptionState.SUSPENDED);
        assertThat(denied.ready()).isNotDone();
        forbidden.clear();
        bench.advance(Duration.ofSeconds(31));
        assertThat(denied.ready()).isCompleted();
        assertThat(diary.read()).as("it has missed nothing it could have had").isEmpty();
    }

    @Test
    void whoeverComesLaterFindsOutAtOnceAndTheOthersWaitOn() {
        MessageBus bus = started(StartPolicy.FAIL_FAST);
        Subscription first = bus.subscribe("denied", message -> {});
        bench.run();
        forbidden.add(TopicFilter.of("denied"));
        driver.last().lose();
        bench.advance(Duration.ofSeconds(3));
        Subscription late = bus.subscribe("denied", message -> {});
        bench.run();
        assertThat(late.closed()).isCompletedWithValue(CloseCause.REJECTED);
        assertThat(first.state()).isEqualTo(SubscriptionState.SUSPENDED);
        forbidden.clear();
        Subscription welcome = bus.subscribe("denied", message -> {});
        bench.run();
        assertThat(welcome.state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(first.state()).as("it need not wait for its retry any more").isEqualTo(SubscriptionState.ACTIVE);
    }

    @Test
    void oneTopicOfManyFailsByItself() {
        MessageBus bus = started(StartPolicy.FAIL_FAST);
        TopicSubscription topics = bus.subscribe(diary.options(), diary);
        forbidden.add(TopicFilter.of("denied"));
        CompletableFuture<Void> fine = topics.add(Topic.of("fine"));
        CompletableFuture<Void> denied = topics.add(Topic.of("denied"));
        bench.run();
        assertThat(fine).isCompleted();
        assertThat(denied).isCompletedExceptionally();
        assertThat(topics.filters()).containsExactly(TopicFilter.of("fine"));
        assertThat(topics.state()).isEqualTo(SubscriptionState.ACTIVE);
        forbidden.clear();
        CompletableFuture<Void> again = topics.add(Topic.of("denied"));
        bench.run();
        assertThat(again).isCompleted();
        driver.last().bring("denied", "denied", "1");
        driver.last().bring("fine", "fine", "2");
        bench.run();
        assertThat(diary.read()).containsExactly("1", "2");
    }

    @Test
    void closingWhatIsSuspendedEndsItsRetries() {
        MessageBus bus = started(StartPolicy.FAIL_FAST);
        Subscription denied = bus.subscribe("denied", message -> {});
        bench.run();
        forbidden.add(TopicFilter.of("denied"));
        driver.last().lose();
        bench.advance(Duration.ofSeconds(3));
        denied.close();
        bench.run();
        int asked = driver.last().added.size();
        bench.advance(Duration.ofMinutes(2));
        assertThat(driver.last().added).hasSize(asked);
    }

    @Test
    void whatTheBrokerCannotTakeYetIsAskedForAgainSoonAndNobodyIsTold() {
        driver.prepare = link -> link.onAdd = filters -> {
            Map<TopicFilter, KeryxException> notYet = new HashMap<>();
            filters.stream()
                    .filter(forbidden::contains)
                    .forEach(filter -> notYet.put(filter, new KeryxException(ErrorCode.UNAVAILABLE, "it moves")));
            return CompletableFuture.completedFuture(notYet);
        };
        forbidden.add(TopicFilter.of("moving"));
        MessageBus bus = bench.bus(driver, BusOptions.DEFAULT);
        Subscription moving = bus.subscribe("moving", diary.options(), diary);
        Subscription other = bus.subscribe("other", message -> {});
        CompletableFuture<Void> started = bus.startAsync();
        bench.advance(Duration.ofSeconds(3));
        assertThat(started).as("it is not confirmed yet").isNotDone();
        assertThat(moving.state()).isEqualTo(SubscriptionState.PENDING);
        assertThat(other.state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(driver.last().added).hasSizeGreaterThan(3);
        forbidden.clear();
        bench.advance(Duration.ofSeconds(2));
        assertThat(started).isCompleted();
        assertThat(moving.ready()).isCompleted();
        assertThat(named).isEmpty();
        assertThat(diary.read()).isEmpty();
    }

    @Test
    void closingWhatTheBrokerCannotTakeYetEndsItsRetries() {
        MessageBus bus = started(StartPolicy.FAIL_FAST);
        driver.last().onAdd = filters -> CompletableFuture.completedFuture(
                Map.of(TopicFilter.of("moving"), new KeryxException(ErrorCode.UNAVAILABLE, "it moves")));
        Subscription moving = bus.subscribe("moving", message -> {});
        bench.run();
        moving.close();
        bench.run();
        int asked = driver.last().added.size();
        bench.advance(Duration.ofMinutes(1));
        assertThat(driver.last().added).hasSize(asked);
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
    }
}
