package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That overlapping filters deliver once, and what becomes of a filter as its subscriptions come and go. */
class OverlapTest {
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
