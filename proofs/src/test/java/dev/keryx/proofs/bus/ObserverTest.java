package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.Rule;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an observer is told, and when: each thing that happens, by its name, in order. */
class ObserverTest {
    private static final TopicFilter FILTER = TopicFilter.of("a");

    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();
    private final List<String> told = new ArrayList<>();

    /** Keeps the name of each event, and its number where it has one. */
    private BusObserver observer() {
        return (BusObserver) Proxy.newProxyInstance(
                BusObserver.class.getClassLoader(), new Class<?>[] {BusObserver.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("delivered")
                            && !method.getName().equals("stateChanged")) {
                        Object last = arguments[arguments.length - 1];
                        told.add(method.getName() + (last instanceof Long ? " " + last : ""));
                    }
                    return null;
                });
    }

    private MessageBus started() {
        return bench.started(driver, BusOptions.DEFAULT.observer(observer()));
    }

    private List<String> told() {
        bench.run();
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    @Test
    void hearsOfPublishesAsNumbersAndOfFailuresSingly() {
        MessageBus bus = started();
        bus.publish("a", "1");
        bus.publish("a", "2");
        bus.publish("a", "3");
        assertThat(told()).containsExactly("published 3");
        driver.last().onSend = topic -> CompletableFuture.failedFuture(new KeryxException(ErrorCode.REJECTED, "no"));
        bus.publish("a", "4");
        assertThat(told()).containsExactly("publishFailed");
    }

    @Test
    void hearsOfALostLinkAndOfEveryAttemptThatFails() {
        started();
        driver.onOpen =
                link -> CompletableFuture.failedFuture(new KeryxException(ErrorCode.UNAVAILABLE, "nobody there"));
        driver.last().lose();
        assertThat(told()).containsExactly("linkLost");
        bench.advance(Duration.ofSeconds(1));
        assertThat(told()).isNotEmpty().containsOnly("connectFailed");
    }

    @Test
    void hearsOfAFilterThatIsTakenAwayAndBack() {
        MessageBus bus = started();
        bus.subscribe(FILTER, SubscribeOptions.DEFAULT.onGap(gap -> {}), message -> {});
        bench.run();
        driver.last().sink.revoked(Set.of(FILTER), new IllegalStateException("moved"));
        assertThat(told()).containsExactly("filterRevoked");
        bench.advance(Duration.ofSeconds(3));
        assertThat(told()).containsExactlyInAnyOrder("filterRestored", "gap");
    }

    @Test
    void hearsOfAFilterThatIsRefusedEachTimeAndBackOnce() {
        MessageBus bus = started();
        bus.subscribe(FILTER, SubscribeOptions.DEFAULT, message -> {});
        bench.run();
        driver.prepare = link -> link.onAdd = filters ->
                CompletableFuture.completedFuture(Map.of(FILTER, new KeryxException(ErrorCode.REJECTED, "no")));
        driver.last().lose();
        bench.advance(Duration.ofSeconds(1));
        assertThat(told()).containsExactly("linkLost", "filterRejected");
        bench.advance(Duration.ofSeconds(30));
        assertThat(told()).containsExactly("filterRejected");
        driver.last().onAdd = filters -> CompletableFuture.completedFuture(Map.of());
        bench.advance(Duration.ofSeconds(30));
        assertThat(told()).startsWith("filterRestored");
    }

    /** It may not be lost in silence: whoever follows the topic hears a gap, and the link stays. */
    @Test
    void aFrameThatCannotBeTakenInIsAGap() {
        MessageBus bus = started();
        Diary diary = new Diary();
        bus.subscribe(FILTER, diary.options(), diary);
        Diary other = new Diary();
        bus.subscribe(TopicFilter.of("b"), other.options(), other);
        bench.run();
        driver.last().bring("a", "a", "before");
        driver.last().sink.frame(FILTER, Topic.of("a"), poison());
        driver.last().bring("a", "a", "after");
        assertThat(told()).containsExactlyInAnyOrder("frameSkipped", "gap");
        assertThat(diary.read()).containsExactly("before", "[MISSED]", "after");
        assertThat(other.read()).isEmpty();
        driver.last().sink.frame(null, Topic.of("a"), poison());
        bench.run();
        assertThat(diary.read()).containsExactly("[MISSED]");
        assertThat(other.read()).as("nobody can tell whom it was for").containsExactly("[MISSED]");
        assertThat(driver.links).hasSize(1);
    }

    /** It is not decoded, whatever it is; what is within the bound, or within what may be joined, is. */
    @Test
    @Rule("BUS-88")
    void aFrameLargerThanTheBrokerTakesIsAGap() {
        driver.prepare = link -> link.maxFrameBytes = 20_000;
        MessageBus bus = started();
        Diary diary = new Diary();
        bus.subscribe(FILTER, diary.options(), diary);
        bench.run();
        driver.last().bring("a", "a", "x".repeat(20_000));
        driver.last().bring("a", "a", "x".repeat(20_001));
        driver.last().bring("a", "a", "after");
        assertThat(told()).containsExactlyInAnyOrder("frameSkipped", "gap");
        assertThat(diary.read()).containsExactly("x".repeat(20_000), "[MISSED]", "after");
        driver.prepare = link -> link.maxFrameBytes = 100;
        driver.last().lose();
        bench.advance(Duration.ofSeconds(1));
        diary.read();
        driver.last().bring("a", "a", "x".repeat(16_384));
        driver.last().bring("a", "a", "x".repeat(16_385));
        bench.run();
        assertThat(diary.read()).containsExactly("x".repeat(16_384), "[MISSED]");
    }

    /** A driver may pass anything. */
    @SuppressWarnings("NullAway")
    private static Payload poison() {
        return null;
    }

    /** Nobody knows what it wanted to say, so everything is made anew. */
    @Test
    @SuppressWarnings("NullAway")
    void aReportThatMeansNothingEndsTheLink() {
        MessageBus bus = started();
        Diary diary = new Diary();
        bus.subscribe(FILTER, diary.options(), diary);
        bench.run();
        driver.last().sink.revoked(null, new IllegalStateException("on purpose"));
        bench.advance(Duration.ofSeconds(1));
        assertThat(told()).contains("linkLost");
        assertThat(driver.links).hasSize(2);
        assertThat(diary.read()).containsExactly("[RECONNECT]");
    }

    /** A hundred thousand drops come as few events, and none of them is lost to an observer that is slow. */
    @Test
    void dropsAddUpHoweverManyEventsWait() {
        MessageBus bus = started();
        bus.subscribe(FILTER, SubscribeOptions.DEFAULT.bufferMessages(1), message -> {});
        bench.run();
        for (int i = 0; i < 70_000; i++) {
            driver.last().sink.frame(FILTER, Topic.of("a"), Payload.utf8("x"));
        }
        driver.onOpen = link -> new CompletableFuture<>();
        assertThat(told()).containsExactly("gap", "overflowed", "dropped 69999");
    }

    /** The same pauses at every run, so that a simulation is the same at every run. */
    @Test
    void reconnectsAtTheSameMomentsAtEveryRun() {
        assertThat(attempts()).isEqualTo(attempts()).hasSizeGreaterThan(5);
    }

    private static List<Long> attempts() {
        Bench bench = new Bench();
        HandDriver driver = new HandDriver();
        bench.started(driver);
        List<Long> moments = new ArrayList<>();
        driver.onOpen = link -> {
            moments.add(bench.nanos());
            return CompletableFuture.failedFuture(new KeryxException(ErrorCode.UNAVAILABLE, "nobody there"));
        };
        driver.last().lose();
        bench.advance(Duration.ofSeconds(5));
        return moments;
    }
}
