package dev.keryx.proofs.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.WhileDisconnected;
import dev.keryx.testkit.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The link is there and refuses a topic for now, as when one server of several is away: nothing was sent, and may wait. */
class RefusedForNowTest {
    private final Bench bench = new Bench();
    private final HandDriver driver = new HandDriver();
    private final List<CompletableFuture<Void>> answers = new ArrayList<>();
    private boolean away = true;

    private MessageBus bus(WhileDisconnected policy) {
        return bus(policy, EnumSet.complementOf(EnumSet.of(Capability.CROSS_TOPIC_ORDER)));
    }

    private MessageBus bus(WhileDisconnected policy, Set<Capability> abilities) {
        driver.abilities = abilities;
        driver.prepare = link -> link.onSend = this::refuse;
        return bench.started(driver, BusOptions.DEFAULT.whileDisconnected(policy));
    }

    private CompletableFuture<Void> refuse(Topic topic) {
        return away && !topic.name().equals("near") ? refusal() : CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<Void> refusal() {
        return CompletableFuture.failedFuture(notNow());
    }

    private static KeryxException notNow() {
        return new KeryxException(ErrorCode.UNAVAILABLE, "nobody is at far:1");
    }

    /** From now on the test answers, by hand and in any order. */
    private void answerByHand() {
        driver.last().onSend = topic -> {
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
        };
    }

    private void answer(int number, @Nullable KeryxException failure) {
        if (failure == null) {
            answers.get(number).complete(null);
        } else {
            answers.get(number).completeExceptionally(failure);
        }
        bench.run();
    }

    private List<String> sentSince(int count) {
        return driver.last().texts().subList(count, driver.last().texts().size());
    }

    @Test
    @Rule("BUS-87")
    void isTriedAgainUntilItIsTakenAndInOrder() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        List<CompletableFuture<Void>> publishes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            publishes.add(bus.publish("far", "" + i));
        }
        bench.advance(Duration.ofSeconds(2));
        assertThat(publishes).noneMatch(CompletableFuture::isDone);
        assertThat(driver.last().texts())
                .as("the oldest alone, and without spinning")
                .containsOnly("0");
        int tries = driver.last().texts().size();
        assertThat(tries).isBetween(3, 40);
        away = false;
        bench.advance(Duration.ofSeconds(1));
        publishes.forEach(publish -> assertThat(bench.outcome(publish)).isNull());
        assertThat(sentSince(tries)).containsExactly("0", "1", "2");
        assertThat(bench.outcome(bus.publish("far", "3"))).isNull();
    }

    /** As by a broker that says who else serves the topic by now. */
    @Test
    @Rule("BUS-87")
    void isTriedAgainWhereTheBrokerSaysNoForNow() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        AtomicBoolean moving = new AtomicBoolean(true);
        driver.last().onSend = topic -> moving.get()
                ? CompletableFuture.failedFuture(new KeryxException(ErrorCode.REJECTED, "MOVED", null, true))
                : CompletableFuture.completedFuture(null);
        CompletableFuture<Void> first = bus.publish("far", "1");
        CompletableFuture<Void> second = bus.publish("far", "2");
        bench.advance(Duration.ofSeconds(1));
        assertThat(first).isNotDone();
        int tries = driver.last().texts().size();
        moving.set(false);
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.outcome(first)).isNull();
        assertThat(bench.outcome(second)).isNull();
        assertThat(sentSince(tries)).containsExactly("1", "2");
    }

    @Test
    @Rule("BUS-87")
    void holdsUpNoOtherTopicWhereEachHasItsOwnOrder() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        CompletableFuture<Void> far = bus.publish("far", "x");
        assertThat(bench.outcome(bus.publish("near", "y"))).isNull();
        assertThat(far).isNotDone();
    }

    /** Where the order spans topics, whatever comes later waits behind it. */
    @Test
    @Rule("BUS-87")
    void holdsUpWhateverComesLaterWhereTheOrderSpansTopics() {
        MessageBus bus = bus(WhileDisconnected.BUFFER, EnumSet.allOf(Capability.class));
        CompletableFuture<Void> far = bus.publish("far", "x");
        CompletableFuture<Void> near = bus.publish("near", "y");
        bench.advance(Duration.ofSeconds(2));
        assertThat(near).isNotDone();
        int tries = driver.last().texts().size();
        away = false;
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.outcome(far)).isNull();
        assertThat(bench.outcome(near)).isNull();
        assertThat(sentSince(tries)).containsExactly("x", "y");
    }

    @Test
    @Rule("BUS-87")
    void failsWhenItsTimeIsOverAndSaysWhy() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        CompletableFuture<Void> older = bus.publish("far", "older");
        bench.advanceMillis(1_000);
        CompletableFuture<Void> younger = bus.publish("far", "younger");
        bench.advanceMillis(3_999);
        assertThat(older).isNotDone();
        bench.advanceMillis(1);
        assertThat(bench.outcome(older)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(older.handle((unused, failure) -> failure).join())
                .hasMessageContaining("far")
                .hasMessageContaining("5000 ms")
                .hasRootCauseMessage("UNAVAILABLE: nobody is at far:1");
        assertThat(younger).isNotDone();
        bench.advanceMillis(1_000);
        assertThat(bench.outcome(younger)).isEqualTo(ErrorCode.UNAVAILABLE);
        away = false;
        int tries = driver.last().texts().size();
        bench.advance(Duration.ofSeconds(5));
        assertThat(driver.last().texts()).as("what has failed is never sent").hasSize(tries);
    }

    @Test
    @Rule("BUS-87")
    void nothingWaitsWithoutABufferNorWhatNodesSayAmongThemselves() {
        assertThat(bench.outcome(bus(WhileDisconnected.FAIL_FAST).publish("far", "x")))
                .isEqualTo(ErrorCode.UNAVAILABLE);
        Message own = Message.to(Topic.reserved("kx.rooms"), Payload.utf8("x"));
        assertThat(bench.outcome(bus(WhileDisconnected.BUFFER).publish(own))).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    /** Only what certainly was not sent, and may be taken later: nothing else is ever tried again. */
    @Test
    @Rule("BUS-87")
    void nothingElseIsTriedAgain() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        for (ErrorCode code : ErrorCode.values()) {
            if (code != ErrorCode.UNAVAILABLE) {
                driver.last().onSend = topic -> CompletableFuture.failedFuture(new KeryxException(code, "no"));
                assertThat(bench.outcome(bus.publish("far", "x"))).isNotEqualTo(ErrorCode.UNAVAILABLE);
            }
        }
        driver.last().onSend = topic -> {
            throw new StackOverflowError("on purpose");
        };
        assertThat(bench.outcome(bus.publish("far", "x"))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        int tries = driver.last().texts().size();
        bench.advance(Duration.ofSeconds(5));
        assertThat(driver.last().texts()).hasSize(tries);
    }

    /** Several are on their way when the first is refused: they come back in the order of the calls. */
    @Test
    @Rule("BUS-87")
    void whatIsRefusedOneAfterTheOtherComesBackInOrder() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        answerByHand();
        List<CompletableFuture<Void>> publishes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            publishes.add(bus.publish("far", "" + i));
        }
        answer(2, notNow());
        answer(0, notNow());
        publishes.add(bus.publish("far", "3"));
        bench.advance(Duration.ofSeconds(1));
        assertThat(driver.last().texts())
                .as("the second may have been taken yet")
                .hasSize(3);
        answer(1, notNow());
        bench.advance(Duration.ofSeconds(1));
        assertThat(sentSince(3)).as("the oldest alone").containsExactly("0");
        answer(3, null);
        assertThat(sentSince(4)).containsExactly("1", "2", "3");
        for (int i = 4; i < 7; i++) {
            answer(i, null);
        }
        publishes.forEach(publish -> assertThat(bench.outcome(publish)).isNull());
    }

    /** Whoever comes while it is tried again waits: the broker may have changed its mind in between. */
    @Test
    @Rule("BUS-87")
    void whatIsTriedAgainIsOvertakenByNothing() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        answerByHand();
        CompletableFuture<Void> refused = bus.publish("far", "0");
        answer(0, notNow());
        bench.advance(Duration.ofSeconds(1));
        CompletableFuture<Void> behind = bus.publish("far", "1");
        assertThat(sentSince(1)).containsExactly("0");
        answer(1, notNow());
        bench.advance(Duration.ofSeconds(1));
        assertThat(sentSince(2)).containsExactly("0");
        answer(2, null);
        assertThat(sentSince(3)).containsExactly("1");
        answer(3, null);
        assertThat(bench.outcome(refused)).isNull();
        assertThat(bench.outcome(behind)).isNull();
        CompletableFuture<Void> third = bus.publish("far", "2");
        CompletableFuture<Void> fourth = bus.publish("far", "3");
        assertThat(sentSince(4)).as("as fast as before").containsExactly("2", "3");
        answer(4, null);
        answer(5, null);
        assertThat(bench.outcome(third)).isNull();
        assertThat(bench.outcome(fourth)).isNull();
    }

    @Test
    @Rule("BUS-87")
    void whatALaterOneHasOvertakenIsNotSentAnyMore() {
        for (KeryxException later : new KeryxException[] {null, new KeryxException(ErrorCode.OUTCOME_UNKNOWN, "?")}) {
            answers.clear();
            MessageBus bus = bus(WhileDisconnected.BUFFER);
            answerByHand();
            CompletableFuture<Void> refusedBefore = bus.publish("far", "0");
            CompletableFuture<Void> refusedAfter = bus.publish("far", "1");
            CompletableFuture<Void> overtakes = bus.publish("far", "2");
            CompletableFuture<Void> waits = bus.publish("far", "3");
            answer(0, notNow());
            answer(2, later);
            answer(1, notNow());
            assertThat(bench.outcome(refusedBefore)).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(bench.outcome(refusedAfter)).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(bench.outcome(overtakes)).isEqualTo(later == null ? null : later.code());
            answer(3, notNow());
            bench.advance(Duration.ofSeconds(1));
            assertThat(sentSince(4)).containsExactly("3");
            answer(4, null);
            assertThat(bench.outcome(waits)).isNull();
        }
    }

    /** Another link is tried at once, and what was with the old one is unknown and overtakes. */
    @Test
    @Rule("BUS-87")
    void theNextLinkIsGivenWhatTheLastOneRefused() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        CompletableFuture<Void> refused = bus.publish("far", "refused");
        answerByHand();
        CompletableFuture<Void> alone = bus.publish("else", "in flight");
        away = false;
        driver.last().lose();
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.outcome(alone)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(bench.outcome(refused)).isNull();
        assertThat(driver.last().texts()).containsExactly("refused");
    }

    /** A refusal is on its way to the buffer while a later one is taken and the link changes. */
    @Test
    @Rule("BUS-87")
    void whatWasOvertakenIsNotSentOverTheNextLinkEither() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        answerByHand();
        CompletableFuture<Void> refused = bus.publish("far", "0");
        CompletableFuture<Void> overtakes = bus.publish("far", "1");
        away = false;
        AtomicBoolean meanwhile = new AtomicBoolean();
        CompletionException onItsWay = new CompletionException("looked into when it is off the list", null) {
            @Override
            public synchronized Throwable getCause() {
                if (meanwhile.compareAndSet(false, true)) {
                    answer(1, null);
                    driver.last().lose();
                    bench.run();
                }
                return notNow();
            }
        };
        answers.get(0).completeExceptionally(new CompletionException(onItsWay));
        bench.advance(Duration.ofSeconds(1));
        assertThat(meanwhile).isTrue();
        assertThat(driver.links).hasSize(2);
        assertThat(bench.outcome(overtakes)).isNull();
        assertThat(bench.outcome(refused)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(driver.last().texts()).isEmpty();
    }

    @Test
    @Rule("BUS-87")
    void whatTheBufferHasNoRoomForFails() {
        MessageBus bus = bus(WhileDisconnected.buffer(2, 1_000, Duration.ofSeconds(5)));
        answerByHand();
        List<CompletableFuture<Void>> publishes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            publishes.add(bus.publish("far", "" + i));
        }
        for (int i = 0; i < 3; i++) {
            answer(i, notNow());
        }
        assertThat(publishes.get(0)).isNotDone();
        assertThat(publishes.get(1)).isNotDone();
        assertThat(bench.outcome(publishes.get(2))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(bench.outcome(bus.publish("far", "3"))).isEqualTo(ErrorCode.OVERFLOW);
    }

    /** It is tried once more, and then nobody waits for it. */
    @Test
    @Rule("BUS-87")
    void theEndWaitsForNothingThatIsRefusedAgain() {
        MessageBus bus = bus(WhileDisconnected.BUFFER);
        CompletableFuture<Void> publish = bus.publish("far", "x");
        CompletableFuture<DrainReport> drain = bus.drain(Duration.ofSeconds(30));
        bench.advance(Duration.ofSeconds(2));
        assertThat(bench.outcome(publish)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(drain).isDone();
        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        assertThat(bench.timers()).isZero();
    }

    /** The publish has passed the last look at whether the bus ends, when it does: nobody would take it, nor wait for it. */
    @Test
    @Rule("BUS-72")
    void whatComesWhileTheBusEndsIsNotHeld() {
        AtomicBoolean ends = new AtomicBoolean();
        List<CompletableFuture<DrainReport>> drains = new ArrayList<>();
        List<MessageBus> buses = new ArrayList<>();
        driver.abilities = EnumSet.allOf(Capability.class);
        BusOptions options = BusOptions.DEFAULT.whileDisconnected(WhileDisconnected.BUFFER);
        buses.add(bench.started(driver, options, () -> {
            if (ends.compareAndSet(true, false)) {
                drains.add(buses.get(0).drain(Duration.ZERO));
                bench.run();
            }
        }));
        ends.set(true);
        CompletableFuture<Void> publish = buses.get(0).publish("near", "too late");
        assertThat(bench.outcome(publish)).isIn(ErrorCode.UNAVAILABLE, ErrorCode.CLOSED);
        assertThat(drains.get(0)).isDone();
    }
}
