package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
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
import org.junit.jupiter.api.Timeout;

/** Which filters a driver is asked for and how, and that overlapping ones deliver once. */
class OverlapAndBatchesTest {
    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();

    @Test
    void overlappingFiltersDeliverOnceEachWhereTheDriverTellsWhichBroughtIt() {
        MessageBus bus = bench.started(driver);
        Diary exact = new Diary();
        Diary one = new Diary();
        Diary tail = new Diary();
        Diary topics = new Diary();
        bus.subscribe("a.b", exact);
        bus.subscribe("a.*", one);
        bus.subscribe("**", tail);
        bus.subscribe(SubscribeOptions.DEFAULT, topics).add(Topic.of("a.b"));
        bench.run();
        HandLink link = driver.last();
        assertThat(link.live).hasSize(3);
        link.live.forEach(filter -> link.bring(filter.pattern(), "a.b", "once"));
        bench.run();
        for (Diary diary : List.of(exact, one, tail, topics)) {
            assertThat(diary.read()).containsExactly("once");
        }
    }

    @Test
    void andWhereItCannotTell() {
        MessageBus bus = bench.started(driver);
        List<Diary> diaries = List.of(new Diary(), new Diary(), new Diary(), new Diary());
        bus.subscribe("a.b", diaries.get(0));
        bus.subscribe("a.b", diaries.get(1));
        bus.subscribe("*.b", diaries.get(2));
        bus.subscribe("a.**", diaries.get(3));
        Diary deaf = new Diary();
        bus.subscribe("b.**", deaf);
        bench.run();
        driver.last().bring("a.b", "once");
        bench.run();
        diaries.forEach(diary -> assertThat(diary.read()).containsExactly("once"));
        assertThat(deaf.read()).isEmpty();
    }

    @Test
    void manyFiltersGoInBatchesAFewAtATime() {
        driver.prepare = link -> link.onAdd = filters -> new CompletableFuture<>();
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

    @Test
    void aSubscriptionMadeWhileTheLastOneLeavesIsLiveInTheEnd() {
        MessageBus bus = bench.started(driver);
        HandLink link = driver.last();
        Subscription first = bus.subscribe("a", message -> {});
        bench.run();
        CompletableFuture<Void> removal = new CompletableFuture<>();
        link.onRemove = filters -> removal;
        first.close();
        bench.run();
        Diary diary = new Diary();
        Subscription second = bus.subscribe("a", diary);
        bench.run();
        assertThat(link.added).hasSize(1);
        assertThat(second.ready()).isNotDone();
        removal.complete(null);
        bench.run();
        assertThat(link.added).hasSize(2);
        assertThat(second.ready()).isCompleted();
        link.bring("a", "a", "heard");
        bench.run();
        assertThat(diary.read()).containsExactly("heard");
    }

    @Test
    void aDrainHearsWhatComesUntilTheBrokerHasLetGo() {
        MessageBus bus = bench.started(driver);
        HandLink link = driver.last();
        Diary diary = new Diary();
        Subscription subscription = bus.subscribe("a", diary);
        bench.run();
        CompletableFuture<Void> removal = new CompletableFuture<>();
        link.onRemove = filters -> removal;
        var drained = subscription.drain(Duration.ofMinutes(1));
        bench.run();
        link.bring("a", "a", "on its way");
        removal.complete(null);
        link.bring("a", "a", "too late");
        bench.run();
        assertThat(diary.read()).containsExactly("on its way");
        assertThat(drained.join().delivered()).isEqualTo(1);
        assertThat(drained.join().complete()).isTrue();
    }

    @Test
    void aDrainDoesNotWaitWhereOthersKeepTheFilter() {
        MessageBus bus = bench.started(driver);
        Subscription leaving = bus.subscribe("a", message -> {});
        bus.subscribe("a", message -> {});
        bench.run();
        var drained = leaving.drain(Duration.ofMinutes(1));
        bench.run();
        assertThat(drained).isCompleted();
        assertThat(driver.last().removed).isEmpty();
    }

    /** As clients might choose them for rooms. Without an order of its own a hash table looks through all of them. */
    @Test
    @Timeout(60)
    void filtersWhoseNamesShareAHashCostNoMoreThanOthers() {
        MessageBus bus = bench.started(driver);
        Diary diary = new Diary();
        TopicSubscription topics = bus.subscribe(SubscribeOptions.DEFAULT, diary);
        int bits = 16;
        for (int i = 0; i < 1 << bits; i++) {
            topics.add(Topic.of(sharingOneHash(i, bits)));
        }
        bench.run();
        assertThat(driver.last().live).hasSize(1 << bits);
        String last = sharingOneHash((1 << bits) - 1, bits);
        driver.last().bring(last, last, "here");
        bench.run();
        assertThat(diary.read()).containsExactly("here");
        topics.close();
        bench.run();
        assertThat(driver.last().live).isEmpty();
    }

    private static String sharingOneHash(int number, int bits) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < bits; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @Test
    void manyAtOneFilterComeAndGoOneByOneAndTogether() {
        MessageBus bus = bench.started(driver);
        List<Subscription> all = new ArrayList<>();
        List<Diary> diaries = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            diaries.add(new Diary());
            all.add(bus.subscribe("same", diaries.get(i)));
        }
        bench.run();
        for (int i = 0; i < 2_000; i += 2) {
            all.get(i).close();
        }
        driver.last().bring("same", "same", "to the rest");
        bench.run();
        for (int i = 0; i < 2_000; i++) {
            assertThat(diaries.get(i).read()).hasSize(i % 2);
        }
        List<CompletableFuture<DrainReport>> drained = new ArrayList<>();
        for (int i = 1; i < 2_000; i += 2) {
            drained.add(all.get(i).drain(Duration.ofSeconds(1)));
        }
        bench.run();
        assertThat(drained).allMatch(CompletableFuture::isDone);
        assertThat(driver.last().live).isEmpty();
    }
}
