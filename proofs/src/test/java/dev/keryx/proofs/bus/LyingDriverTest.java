package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.StartPolicy;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers that break their own interface: the engine stays right. */
class LyingDriverTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(4);

    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();
    private final Diary diary = new Diary();

    private void assertWorks(MessageBus bus) {
        bench.advance(LONG_ENOUGH);
        assertThat(bus.state()).isEqualTo(BusState.RUNNING);
        Diary fresh = new Diary();
        Subscription subscription = bus.subscribe("probe", fresh);
        bench.run();
        assertThat(subscription.ready()).isCompleted();
        driver.last().bring("probe", "probe", "works");
        bench.run();
        assertThat(fresh.read()).containsExactly("works");
        subscription.close();
        CompletableFuture<Void> publish = bus.publish("probe", "x");
        bench.run();
        assertThat(publish).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "fails", "null", "nothing"})
    void anAddThatIsNotAnsweredRightlyCostsTheLinkOnly(String how) {
        MessageBus bus = bench.started(driver);
        HandLink link = driver.last();
        link.onAdd = filters -> switch (how) {
            case "throws" -> throw new AssertionError("on purpose");
            case "fails" -> CompletableFuture.failedFuture(new IllegalStateException("no"));
            case "null" -> null;
            default -> CompletableFuture.completedFuture(null);
        };
        Subscription subscription = bus.subscribe("a", diary.options(), diary);
        bench.run();
        assertThat(link.closes).isEqualTo(1);
        assertThat(subscription.ready()).isNotDone();
        assertWorks(bus);
        assertThat(subscription.ready()).isCompleted();
        assertThat(diary.read()).as("it never was ready before").isEmpty();
    }

    @Test
    void anAddThatIsNeverAnsweredCostsTheLinkAfterAWhile() {
        MessageBus bus = bench.started(driver);
        HandLink link = driver.last();
        link.onAdd = filters -> new CompletableFuture<>();
        Subscription subscription = bus.subscribe("a", message -> {});
        bench.advance(Duration.ofSeconds(9));
        assertThat(link.closes).isZero();
        bench.advance(LONG_ENOUGH);
        assertThat(subscription.ready()).isCompleted();
        assertWorks(bus);
    }

    @Test
    void anAnswerThatNamesOthersOrGivesNoReasonIsReadForWhatItSays() {
        MessageBus bus = bench.started(driver);
        Map<TopicFilter, KeryxException> answer = new HashMap<>();
        answer.put(TopicFilter.of("unheard.of"), new KeryxException(ErrorCode.REJECTED, "who?"));
        answer.put(TopicFilter.of("refused"), null);
        driver.last().onAdd = filters -> CompletableFuture.completedFuture(answer);
        Subscription refused = bus.subscribe("refused", message -> {});
        Subscription taken = bus.subscribe("taken", message -> {});
        bench.run();
        assertThat(refused.closed()).isCompletedWithValue(CloseCause.REJECTED);
        assertThat(refused.ready()).isCompletedExceptionally();
        assertThat(taken.state()).isEqualTo(SubscriptionState.ACTIVE);
        driver.last().onAdd = filters -> CompletableFuture.completedFuture(Map.of());
        assertWorks(bus);
    }

    @Test
    void framesBeforeTheAnswerAreTaken() {
        MessageBus bus = bench.started(driver);
        HandLink link = driver.last();
        CompletableFuture<Map<TopicFilter, KeryxException>> answer = new CompletableFuture<>();
        link.onAdd = filters -> answer;
        bus.subscribe("a", diary.options(), diary);
        bench.run();
        link.bring("a", "a", "early");
        answer.complete(Map.of());
        link.bring("a", "a", "late");
        bench.run();
        assertThat(diary.read()).containsExactly("early", "late");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "fails", "null", "dead"})
    void anOpenThatIsNotAnsweredRightlyIsAFailedAttempt(String how) {
        driver.onOpen = link -> switch (how) {
            case "throws" -> throw new StackOverflowError("on purpose");
            case "fails" -> CompletableFuture.failedFuture(new IllegalStateException("no"));
            case "null" -> null;
            default -> {
                link.lose();
                yield CompletableFuture.completedFuture(link);
            }
        };
        MessageBus bus = bench.bus(driver);
        CompletableFuture<Void> start = bus.startAsync();
        bench.run();
        assertThat(start).isCompletedExceptionally();
        assertThat(bus.state()).isEqualTo(BusState.NEW);
        assertThat(driver.releases).isEqualTo(1);
        assertThat(bench.timers()).isZero();
        driver.onOpen = CompletableFuture::completedFuture;
        bus.startAsync();
        assertWorks(bus);
    }

    @Test
    void aLinkThatComesTooLateIsClosed() {
        CompletableFuture<BusLink> opening = new CompletableFuture<>();
        driver.onOpen = link -> opening;
        MessageBus bus = bench.bus(driver);
        CompletableFuture<Void> start = bus.startAsync();
        bench.advance(Duration.ofSeconds(11));
        assertThat(start).isCompletedExceptionally();
        assertThat(bus.state()).isEqualTo(BusState.NEW);
        opening.complete(driver.last());
        bench.run();
        assertThat(driver.last().closes).isEqualTo(1);
        driver.onOpen = CompletableFuture::completedFuture;
        bus.startAsync();
        assertWorks(bus);
    }

    @Test
    void theEndIsFastWhileOpenHangs() {
        driver.onOpen = link -> new CompletableFuture<>();
        MessageBus bus = bench.bus(driver);
        CompletableFuture<Void> start = bus.startAsync();
        bench.run();
        var drained = bus.drain(Duration.ofMinutes(1));
        bench.run();
        assertThat(drained).isCompleted();
        assertThat(start).isCompletedExceptionally();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        assertThat(driver.releases).isEqualTo(1);
    }

    @Test
    void theEndIsFastWhileRemoveCloseAndReleaseHang() {
        MessageBus bus = bench.started(driver);
        bus.subscribe("a", diary);
        bench.run();
        driver.last().onRemove = filters -> new CompletableFuture<>();
        driver.last().onClose = CompletableFuture::new;
        driver.onRelease = CompletableFuture::new;
        var drained = bus.drain(Duration.ofMinutes(1));
        bench.advance(Duration.ofSeconds(5));
        assertThat(drained).isCompleted();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
    }

    @Test
    void removeCloseAndReleaseMayThrowOrGiveNothing() {
        MessageBus bus = bench.started(driver);
        HandLink link = driver.last();
        Subscription subscription = bus.subscribe("a", diary);
        bench.run();
        link.onRemove = filters -> null;
        link.onClose = () -> {
            throw new AssertionError("on purpose");
        };
        subscription.close();
        assertWorks(bus);
        assertThat(driver.links).hasSize(2);
        driver.last().onClose = () -> null;
        driver.onRelease = () -> {
            throw new AssertionError("on purpose");
        };
        var drained = bus.drain(Duration.ofMinutes(1));
        bench.advance(Duration.ofSeconds(5));
        assertThat(drained).isCompleted();
    }

    @Test
    void lostTwiceIsLostOnce() {
        MessageBus bus = bench.started(driver);
        driver.last().lose();
        driver.last().lose();
        bench.advance(LONG_ENOUGH);
        driver.links.get(0).lose();
        assertWorks(bus);
        assertThat(driver.links).hasSize(2);
    }

    @Test
    void callsOfTheSinkThatMakeNoSenseHarmNobody() {
        MessageBus bus = bench.started(driver);
        bus.subscribe("a.*", diary.options(), diary);
        bench.run();
        HandLink link = driver.last();
        List<Consumer<HandLink>> nonsense = List.of(
                sent -> sent.bring("unheard.of", "a.b", "by a foreign filter"),
                sent -> sent.bring("a.*", "b.c", "that does not match"),
                sent -> sent.bring("a.*", "a.b.c", "too deep"),
                sent -> sent.sink.revoked(Set.of(TopicFilter.of("unheard.of")), new IllegalStateException()),
                sent -> sent.sink.missed(Set.of(TopicFilter.of("unheard.of")), new IllegalStateException()));
        nonsense.forEach(call -> call.accept(link));
        bench.run();
        assertThat(diary.read()).isEmpty();
        link.bring("a.*", "a.b", "sense");
        bench.run();
        assertThat(diary.read()).containsExactly("sense");
        assertWorks(bus);
        assertThat(driver.links).hasSize(1);
    }

    @Test
    void framesOverANewLinkBeforeItsFiltersWereAskedForAreNobodys() {
        MessageBus bus = bench.started(driver);
        bus.subscribe("a", diary.options(), diary);
        bench.run();
        driver.prepare = link -> link.bring("a", "a", "too soon");
        driver.last().lose();
        bench.advance(LONG_ENOUGH);
        assertThat(diary.read()).containsExactly("[RECONNECT]");
    }

    @Test
    void aDriverThatCannotTellItsNameIsCalledByItsClass() {
        driver.name = () -> {
            throw new AssertionError("on purpose");
        };
        driver.onOpen =
                link -> driver.links.size() == 1 ? new CompletableFuture<>() : CompletableFuture.completedFuture(link);
        MessageBus bus = bench.bus(driver, BusOptions.DEFAULT.startPolicy(StartPolicy.RETRY_IN_BACKGROUND));
        bus.startAsync();
        bench.advance(Duration.ofSeconds(11));
        assertWorks(bus);
    }

    @Test
    void aLimitThatIsNoneIsNone() {
        driver.prepare = link -> link.maxFrameBytes = -1;
        MessageBus bus = bench.bus(driver, BusOptions.DEFAULT);
        bus.startAsync();
        assertWorks(bus);
    }
}
