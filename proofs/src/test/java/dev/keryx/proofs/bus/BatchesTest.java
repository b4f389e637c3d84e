package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.KeryxException;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How filters are asked for and given back: in batches, a few at a time, and never two operations open for one filter. */
class BatchesTest {
    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();

    @Test
    void manyFiltersGoInBatchesAFewAtATime() {
        Deque<CompletableFuture<Map<TopicFilter, KeryxException>>> answers = new ArrayDeque<>();
        driver.prepare = link -> link.onAdd = filters -> {
            answers.add(new CompletableFuture<>());
            return answers.getLast();
        };
        MessageBus bus = bench.bus(driver);
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            all.add(bus.subscribe("t." + i, message -> {}));
        }
        CompletableFuture<Void> start = bus.startAsync();
        bench.run();
        HandLink link = driver.last();
        assertThat(link.added).hasSize(4).allMatch(batch -> batch.size() == 512);
        while (!answers.isEmpty()) {
            assertThat(start).isNotDone();
            answers.remove().complete(Map.of());
            bench.run();
            assertThat(answers).hasSizeLessThanOrEqualTo(4);
        }
        assertThat(start).isCompleted();
        assertThat(link.added).hasSize(10);
        assertThat(new HashSet<>(link.added.stream().flatMap(Set::stream).toList()))
                .hasSize(5_000);
        assertThat(all).allMatch(subscription -> subscription.state() == SubscriptionState.ACTIVE);
    }

    /** What can leave at once does; the rest gathers into batches while the driver is busy. */
    @Test
    void manyFiltersLeaveInBatchesAFewAtATime() {
        MessageBus bus = bench.started(driver);
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < 1_300; i++) {
            all.add(bus.subscribe("t." + i, message -> {}));
        }
        bench.run();
        HandLink link = driver.last();
        Deque<CompletableFuture<Void>> answers = removalsByHand(link);
        all.forEach(Subscription::close);
        bench.run();
        assertThat(answers).hasSize(4);
        while (!answers.isEmpty()) {
            answers.remove().complete(null);
            bench.run();
            assertThat(answers).hasSizeLessThanOrEqualTo(4);
        }
        assertThat(link.removed.stream().map(Set::size)).containsExactly(1, 1, 1, 1, 512, 512, 272);
        assertThat(link.removed.stream().flatMap(Set::stream)).hasSize(1_300).doesNotHaveDuplicates();
        assertThat(link.live).isEmpty();
    }

    /** Who comes back while the removal is open is asked for when it is answered, and not before. */
    @Test
    void noFilterOfABatchThatLeavesIsAskedForBeforeTheAnswer() {
        MessageBus bus = bench.started(driver);
        TopicSubscription topics = bus.subscribe(SubscribeOptions.DEFAULT, message -> {});
        for (int i = 0; i < 1_300; i++) {
            topics.add(Topic.of("t." + i));
        }
        bench.run();
        HandLink link = driver.last();
        Deque<CompletableFuture<Void>> removals = removalsByHand(link);
        topics.close();
        bench.run();
        for (int i = 0; i < 4; i++) {
            removals.remove().complete(null);
        }
        bench.run();
        List<TopicFilter> leaving =
                link.removed.stream().skip(4).flatMap(Set::stream).toList();
        assertThat(leaving).hasSize(1_296);
        link.added.clear();
        List<Subscription> back = new ArrayList<>();
        for (int i = 0; i < 1_300; i++) {
            back.add(bus.subscribe("t." + i, message -> {}));
        }
        bench.run();
        assertThat(link.added.stream().flatMap(Set::stream)).hasSize(4).doesNotContainAnyElementsOf(leaving);
        while (!removals.isEmpty()) {
            removals.remove().complete(null);
            bench.run();
        }
        assertThat(link.added).allMatch(batch -> batch.size() <= 512);
        assertThat(link.added.stream().flatMap(Set::stream)).hasSize(1_300).doesNotHaveDuplicates();
        assertThat(link.live).hasSize(1_300);
        assertThat(back).allMatch(subscription -> subscription.state() == SubscriptionState.ACTIVE);
    }

    private static Deque<CompletableFuture<Void>> removalsByHand(HandLink link) {
        Deque<CompletableFuture<Void>> answers = new ArrayDeque<>();
        link.onRemove = filters -> {
            answers.add(new CompletableFuture<>());
            return answers.getLast();
        };
        return answers;
    }

    /** Whatever comes and goes, and however late the driver answers: one operation at a time per filter, and the right end. */
    @Test
    void neverTwoOperationsAreOpenForOneFilterAndTheEndIsExact() {
        for (int seed = 0; seed < 200; seed++) {
            new Churn(seed).run();
        }
    }

    private static final class Churn {
        private record Open(Set<TopicFilter> filters, CompletableFuture<?> answer, Runnable complete) {}

        private final Random random;
        private final Bench bench = new Bench();
        private final HandDriver driver = new HandDriver();
        private final List<Open> open = new ArrayList<>();
        private final List<Subscription> subscriptions = new ArrayList<>();

        Churn(int seed) {
            random = new Random(seed);
        }

        void run() {
            driver.prepare = this::watch;
            MessageBus bus = bench.started(driver);
            TopicSubscription topics = bus.subscribe(SubscribeOptions.DEFAULT, message -> {});
            Set<TopicFilter> followed = new HashSet<>();
            for (int step = 0; step < 200; step++) {
                TopicFilter filter = TopicFilter.of("t" + random.nextInt(4));
                switch (random.nextInt(8)) {
                    case 0, 1 -> subscriptions.add(bus.subscribe(filter.pattern(), message -> {}));
                    case 2, 3 -> closeOne();
                    case 4 -> {
                        topics.add(Topic.of(filter.pattern()));
                        followed.add(filter);
                    }
                    case 5 -> {
                        topics.remove(Topic.of(filter.pattern()));
                        followed.remove(filter);
                    }
                    case 6 -> loseSometimes();
                    default -> answerOne();
                }
                bench.run();
            }
            while (!open.isEmpty()) {
                answerOne();
                bench.run();
            }
            Set<TopicFilter> wanted = new HashSet<>(followed);
            subscriptions.forEach(subscription -> wanted.addAll(subscription.filters()));
            assertThat(driver.last().live).isEqualTo(wanted);
            assertThat(subscriptions).allMatch(one -> one.state() == SubscriptionState.ACTIVE);
        }

        private void closeOne() {
            if (!subscriptions.isEmpty()) {
                subscriptions.remove(random.nextInt(subscriptions.size())).close();
            }
        }

        private void loseSometimes() {
            if (random.nextInt(10) == 0) {
                driver.last().lose();
                bench.advance(Duration.ofSeconds(3));
            }
        }

        private void answerOne() {
            if (!open.isEmpty()) {
                open.remove(random.nextInt(open.size())).complete().run();
            }
        }

        private void watch(HandLink link) {
            open.clear();
            link.onAdd = filters -> {
                CompletableFuture<Map<TopicFilter, KeryxException>> answer = new CompletableFuture<>();
                begin(filters, answer, () -> answer.complete(Map.of()));
                return answer;
            };
            link.onRemove = filters -> {
                CompletableFuture<Void> answer = new CompletableFuture<>();
                begin(filters, answer, () -> answer.complete(null));
                return answer;
            };
        }

        private void begin(Set<TopicFilter> filters, CompletableFuture<?> answer, Runnable complete) {
            for (Open other : open) {
                assertThat(other.filters()).as("open already").doesNotContainAnyElementsOf(filters);
            }
            assertThat(filters).isNotEmpty().hasSizeLessThanOrEqualTo(512);
            open.add(new Open(Set.copyOf(filters), answer, complete));
        }
    }
}
