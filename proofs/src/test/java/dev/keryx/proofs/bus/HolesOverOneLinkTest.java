package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.KeryxException;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.TopicFilter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Holes that begin or end while the answer to an add is still out. */
class HolesOverOneLinkTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(4);

    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();
    private final Diary diary = new Diary();
    private final CompletableFuture<Map<TopicFilter, KeryxException>> answer = new CompletableFuture<>();

    private void loseAndAnswerLate() {
        driver.prepare = link -> link.onAdd = filters -> answer;
        driver.last().lose();
        bench.advance(LONG_ENOUGH);
    }

    @Test
    void aMessageOfWhichNobodyKnowsWhatBroughtItDoesNotEndTheHoleOfAFilterThatIsNotConfirmed() {
        MessageBus bus = bench.started(driver);
        bus.subscribe("a.*", diary.options(), diary);
        bench.run();
        loseAndAnswerLate();
        driver.last().bring("a.b", "brought by another filter, perhaps");
        bench.run();
        assertThat(diary.read()).containsExactly("[RECONNECT]", "brought by another filter, perhaps");
        driver.last().bring("a.c", "another");
        answer.complete(Map.of());
        bench.run();
        assertThat(diary.read())
                .as("what was published to other topics until now is lost")
                .containsExactly("another", "[RECONNECT]");
        driver.last().bring("a.b", "live");
        bench.run();
        assertThat(diary.read()).containsExactly("live");
    }

    @Test
    void whatIsReportedMissedBeforeTheAnswerOfAnAddIsAGapToo() {
        MessageBus bus = bench.started(driver);
        bus.subscribe("a", diary.options(), diary);
        bench.run();
        loseAndAnswerLate();
        driver.last().bring("a", "a", "early");
        driver.last().sink.missed(Set.of(), new IllegalStateException("on purpose"));
        bench.run();
        assertThat(diary.read()).containsExactly("[RECONNECT]", "early");
        driver.last().bring("a", "a", "after the hole");
        answer.complete(Map.of());
        bench.run();
        assertThat(diary.read()).containsExactly("[MISSED]", "after the hole");
    }

    @Test
    void whoWasToldToReadStateByAnEarlyMessageIsToldAgainWhenTheLinkIsLostBeforeTheAnswer() {
        MessageBus bus = bench.started(driver);
        driver.last().onAdd = filters -> answer;
        bus.subscribe("a", SubscribeOptions.DEFAULT.resync(diary), diary);
        bench.run();
        driver.last().bring("a", "a", "early");
        bench.run();
        assertThat(diary.read()).containsExactly("[SUBSCRIBED]", "early");
        driver.last().lose();
        bench.advance(LONG_ENOUGH);
        driver.last().bring("a", "a", "after the hole");
        bench.run();
        assertThat(diary.read()).containsExactly("[RECONNECT]", "after the hole");
    }
}
