package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Heartbeats and rates. */
class TimersTest {
    private final Rig rig = new Rig().start();

    private static String[] times(int count, String text) {
        return IntStream.range(0, count).mapToObj(i -> text).toArray(String[]::new);
    }

    @Test
    void aLinkIsPingedAboutEveryTwentyFiveSeconds() {
        HandLink link = rig.connect();
        List<Long> at = new ArrayList<>();
        long start = rig.time.nanos();
        for (int second = 0; second < 300; second++) {
            rig.advance(Duration.ofSeconds(1));
            if (link.take().contains("[]")) {
                at.add((rig.time.nanos() - start) / 1_000_000_000L);
                link.say("[]");
            }
        }
        assertThat(at).hasSizeBetween(10, 13);
        assertThat(at.get(0)).isBetween(22L, 28L);
        assertThat(link.closes).isEmpty();
    }

    /** And are the same at every run, so that a simulation is. */
    @Test
    void intervalsOfLinksDifferButAreDrawnFromTheClock() {
        assertThat(intervals(rig).distinct()).hasSizeGreaterThan(5);
        assertThat(intervals(new Rig().start()))
                .containsExactlyElementsOf(intervals(new Rig().start()).toList());
    }

    private static Stream<String> intervals(Rig rig) {
        return Stream.generate(rig::open)
                .limit(20)
                .peek(link -> link.say("[\"hello\",{}]"))
                .peek(link -> rig.settle())
                .map(link -> link.take().get(0).replaceAll(".*\"ping\":(\\d+).*", "$1"));
    }

    @Test
    void whoDoesNotAnswerWithinTwentySecondsIsClosed() {
        HandLink link = rig.connect();
        rig.advance(Duration.ofMillis(22_400 + 20_000));
        assertThat(link.closes).isEmpty();
        rig.advance(Duration.ofMillis(5_200));
        assertThat(link.closes).containsExactly(CloseReason.NO_PONG);
        assertThat(link.take()).containsExactly("[]", "[\"bye\",4012,\"no pong\",{\"after\":500,\"jitter\":2000}]");
    }

    @Test
    void anythingThatAClientSaysShowsThatItLives() {
        rig.root().on("e", (connection, args) -> {});
        HandLink link = rig.connect();
        for (int i = 0; i < 60; i++) {
            rig.advance(Duration.ofSeconds(10));
            link.say("[\"ev\",0,\"e\",[]]");
        }
        assertThat(link.closes).isEmpty();
    }

    @Test
    void aClientThatIsNotReadIsNotTakenForDead() {
        Rig bounded = new Rig(Rig.limits(limits -> limits.inbound(1, 1 << 20)));
        bounded.root().on("e", (connection, args) -> {});
        HandLink link = bounded.start().connect();
        link.say("[\"ev\",0,\"e\",[]]");
        assertThat(link.reading).isFalse();
        for (int i = 0; i < 120; i++) {
            bounded.time.spend(Duration.ofSeconds(1));
            while (bounded.time.step(bounded.time.nanos())) {
                link.lane.runOne();
            }
            while (link.lane.runOne()) {
                assertThat(link.closes).isEmpty();
            }
        }
        bounded.settle();
        assertThat(link.closes).isEmpty();
        assertThat(link.reading).isTrue();
    }

    @Test
    void aBurstIsTakenAndWhatGoesBeyondPausesTheReading() {
        HandLink link = rig.connect();
        link.say(times(99, "[]"));
        assertThat(link.readsOff).isZero();
        link.say("[]");
        assertThat(link.reading).isFalse();
        rig.advance(Duration.ofMillis(19));
        assertThat(link.reading).isFalse();
        rig.advance(Duration.ofMillis(2));
        assertThat(link.reading).isTrue();
        assertThat(rig.gateway.stats().readPauses()).isEqualTo(1);
    }

    @Test
    void whoOwesMoreThanASecondIsClosed() {
        HandLink link = rig.connect();
        link.say(times(149, "[]"));
        assertThat(link.closes).isEmpty();
        link.say(times(5, "[]"));
        rig.settle();
        assertThat(link.closes).containsExactly(CloseReason.RATE);
    }

    @Test
    void whoStaysOverItsRateForASecondIsClosed() {
        HandLink link = rig.connect();
        link.say(times(101, "[]"));
        for (int i = 0; i < 49 && link.closes.isEmpty(); i++) {
            rig.advance(Duration.ofMillis(21));
            link.say(times(2, "[]"));
        }
        rig.settle();
        assertThat(link.closes).containsExactly(CloseReason.RATE);
    }

    @Test
    void aRateThatIsKeptIsNeverPunishedAndABurstIsForgiven() {
        HandLink link = rig.connect();
        for (int i = 0; i < 10; i++) {
            link.say(times(101, "[]"));
            rig.advance(Duration.ofSeconds(3));
        }
        for (int i = 0; i < 500; i++) {
            link.say("[]");
            rig.advance(Duration.ofMillis(20));
        }
        assertThat(link.closes).isEmpty();
        assertThat(link.reading).isTrue();
    }

    @Test
    void joinsOfAClientAreTenASecond() {
        rig.root().allowJoin((connection, room) -> true);
        HandLink link = rig.connect();
        link.say(IntStream.range(1, 13)
                .mapToObj(i -> "[\"join\"," + i + ",\"r" + i + "\"]")
                .toArray(String[]::new));
        rig.settle();
        List<String> answers = link.take();
        assertThat(answers).hasSize(12);
        assertThat(answers.stream().filter(answer -> answer.startsWith("[\"ok\"")))
                .hasSize(10);
        assertThat(answers.stream().filter(answer -> answer.contains("\"RATE\"") && answer.endsWith("true]")))
                .hasSize(2);
        rig.advance(Duration.ofMillis(100));
        link.say("[\"join\",20,\"x\"]");
        rig.settle();
        assertThat(link.take()).containsExactly("[\"ok\",20,{\"clusterWide\":true}]");
    }

    @Test
    void aMessageOverTheLimitEndsTheLink() {
        HandLink link = rig.connect();
        link.say("[\"ev\",0,\"e\",[\"" + "x".repeat(64 << 10) + "\"]]");
        rig.settle();
        assertThat(link.closes).extracting(CloseReason::code).containsExactly(1009);
    }
}
