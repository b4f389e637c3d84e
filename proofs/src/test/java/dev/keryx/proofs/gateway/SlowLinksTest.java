package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.SlowPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links that do not take what they are given. */
class SlowLinksTest {
    private final List<String> seen = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();

    private Rig rig(UnaryOperator<GatewayOptions> options) {
        GatewayObserver observer = new GatewayObserver() {
            @Override
            public void slow(ConnectionInfo connection, SlowPolicy policy) {
                seen.add("slow " + policy);
            }

            @Override
            public void dropped(ConnectionInfo connection, long events) {
                seen.add("dropped " + events);
            }

            @Override
            public void disconnected(ConnectionInfo connection, CloseReason reason) {
                seen.add("disconnected " + reason.code());
            }
        };
        Rig rig = new Rig(options.andThen(o -> o.observer(observer))::apply);
        rig.root().onConnect(connections::add).answer("echo", (connection, args) -> args);
        return rig.start();
    }

    private static UnaryOperator<GatewayOptions> bound(int bytes) {
        return Rig.limits(limits -> limits.outbound(bytes, Duration.ofSeconds(10)));
    }

    private static List<String> names(HandLink link) {
        return link.take(frame -> frame.split("\"", -1)[3]);
    }

    /** Stalls it, with one event in the link itself. */
    private static HandLink stalled(Rig rig) {
        HandLink link = rig.connect();
        link.stalled = true;
        rig.root().emit("kept");
        rig.settle();
        return link;
    }

    @Test
    void aStalledLinkIsNotGivenMoreUntilItCanTakeIt() {
        Rig rig = rig(UnaryOperator.identity());
        HandLink link = stalled(rig);
        rig.root().emit("a");
        rig.settle();
        rig.root().emit("b");
        rig.settle();
        assertThat(link.chunks).hasSize(2);
        link.resume();
        rig.settle();
        assertThat(names(link)).containsExactly("kept", "a", "b");
        rig.root().emit("c");
        rig.settle();
        assertThat(names(link)).containsExactly("c");
        assertThat(link.lane.chunksAlive).isZero();
        assertThat(rig.gateway.stats().delivered()).isEqualTo(4);
        assertThat(rig.gateway.stats().dropped()).isZero();
    }

    @Test
    void overItsBytesALinkIsClosedAtOnceAndNobodyElse() {
        Rig rig = rig(bound(1_000));
        HandLink other = rig.connect();
        HandLink link = stalled(rig);
        for (int i = 0; i < 9; i++) {
            rig.root().emit("x", "y".repeat(100));
        }
        rig.settle();
        assertThat(link.closes).containsExactly(CloseReason.SLOW);
        assertThat(seen).containsExactly("slow DISCONNECT", "disconnected 4008");
        assertThat(other.closes).isEmpty();
        assertThat(other.take()).hasSize(10);
        assertThat(rig.gateway.stats().dropped()).isEqualTo(9);
        assertThat(link.lane.chunksAlive).isZero();
    }

    @Test
    void aLinkThatTakesNothingForTenSecondsIsClosed() {
        Rig rig = rig(UnaryOperator.identity());
        HandLink link = stalled(rig);
        rig.advance(Duration.ofMillis(9_999));
        assertThat(link.closes).isEmpty();
        rig.advance(Duration.ofMillis(1));
        assertThat(link.closes).containsExactly(CloseReason.SLOW);
    }

    @Test
    void aLinkThatTakesSomethingBeforeItIsTooOldStays() {
        Rig rig = rig(UnaryOperator.identity());
        HandLink link = stalled(rig);
        for (int i = 0; i < 9; i++) {
            rig.root().emit("e", "x".repeat(90_000));
        }
        rig.settle();
        rig.advance(Duration.ofSeconds(6));
        link.resume();
        rig.settle();
        link.stalled = true;
        rig.root().emit("new");
        rig.advance(Duration.ofSeconds(6));
        assertThat(link.closes).isEmpty();
    }

    @Test
    void oneEventOverTheBoundIsTakenByAnIdleLink() {
        Rig rig = rig(bound(1_000));
        HandLink link = rig.connect();
        rig.root().emit("huge", "x".repeat(50_000));
        rig.settle();
        assertThat(names(link)).containsExactly("huge");
        assertThat(link.closes).isEmpty();
    }

    /** A link may be given a whole run at once, and then stall with more than the bound. */
    @Test
    void dropOldestKeepsTheNewestAndTheClientAlsoBehindALinkThatHasMoreThanTheBoundItself() {
        Rig rig = rig(bound(1_000).andThen(o -> o.slowPolicy(SlowPolicy.DROP_OLDEST))::apply);
        HandLink link = rig.connect();
        link.stalled = true;
        for (int i = 0; i < 5; i++) {
            rig.root().emit("run", "x".repeat(300));
        }
        rig.settle();
        assertThat(link.unsentBytes()).isGreaterThan(1_000);
        for (String name : List.of("first", "second", "newest")) {
            rig.root().emit(name);
            rig.settle();
        }
        assertThat(link.closes).isEmpty();
        assertThat(seen).containsExactly("slow DROP_OLDEST", "dropped 1", "dropped 1");
        link.resume();
        rig.settle();
        assertThat(names(link)).containsExactly("run", "run", "run", "run", "run", "newest");
    }

    @Test
    void dropOldestKeepsTheNewestAndTheAnswersAndTellsOfTheGap() {
        Rig rig = rig(bound(2_000).andThen(o -> o.slowPolicy(SlowPolicy.DROP_OLDEST))::apply);
        HandLink link = stalled(rig);
        link.say("[\"ev\",7,\"echo\",[1]]");
        rig.settle();
        for (int i = 0; i < 50; i++) {
            rig.root().emit("e" + i, "x".repeat(100));
        }
        rig.settle();
        assertThat(link.closes).isEmpty();
        long dropped = rig.gateway.stats().dropped();
        assertThat(dropped).isGreaterThan(30);
        assertThat(seen).contains("slow DROP_OLDEST");
        assertThat(seen.stream().filter("dropped 1"::equals)).hasSize((int) dropped);

        link.resume();
        rig.advance(Duration.ofSeconds(2));
        List<String> frames = link.take();
        assertThat(frames.get(1)).isEqualTo("[\"ok\",7,[1]]");
        assertThat(frames).anyMatch(frame -> frame.startsWith("[\"ev\",0,\"e49\""));
        assertThat(frames).last().isEqualTo("[\"gap\",\"*\",\"too slow\"]");
        assertThat(frames.stream().filter(frame -> frame.startsWith("[\"ev\",0,\"e")))
                .hasSize((int) (50 - dropped));
    }

    @Test
    void dropOldestClosesALinkWhoseAnswersAloneAreTooMuch() {
        Rig rig = rig(bound(2_000).andThen(o -> o.slowPolicy(SlowPolicy.DROP_OLDEST))::apply);
        HandLink link = stalled(rig);
        for (int i = 1; i <= 30; i++) {
            link.say("[\"ev\"," + i + ",\"echo\",[\"" + "x".repeat(100) + "\"]]");
        }
        rig.settle();
        assertThat(link.closes).containsExactly(CloseReason.SLOW);
    }

    @Test
    void dropOldestDropsWhatIsTooOldAndKeepsTheLink() {
        Rig rig = rig(options -> options.slowPolicy(SlowPolicy.DROP_OLDEST));
        HandLink link = stalled(rig);
        rig.root().emit("old");
        rig.settle();
        rig.advance(Duration.ofSeconds(5));
        rig.root().emit("young");
        rig.settle();
        rig.advance(Duration.ofSeconds(8));
        assertThat(link.closes).isEmpty();
        link.resume();
        rig.settle();
        assertThat(names(link)).containsExactly("kept", "young", "*");
    }

    @Test
    void droppableIsDroppedAndLatestReplaced() {
        Rig rig = rig(UnaryOperator.identity());
        HandLink link = stalled(rig);
        rig.root().droppable().emit("gone");
        rig.root().latest("a").emit("price", 1);
        rig.root().latest("b").emit("price", 2);
        rig.root().emit("plain");
        rig.root().latest("a").emit("other", 3);
        rig.root().latest("a").emit("price", 4);
        rig.settle();
        link.resume();
        rig.settle();
        assertThat(link.take())
                .containsExactly(
                        "[\"ev\",0,\"kept\",[]]",
                        "[\"ev\",0,\"price\",[2]]",
                        "[\"ev\",0,\"plain\",[]]",
                        "[\"ev\",0,\"other\",[3]]",
                        "[\"ev\",0,\"price\",[4]]");
        assertThat(rig.gateway.stats().dropped()).isEqualTo(2);
    }

    @Test
    void pingsAndGoodbyesPassTheBound() {
        Rig rig =
                rig(bound(60)
                        .andThen(o -> o.slowPolicy(SlowPolicy.DROP_OLDEST)
                                .ping(Duration.ofSeconds(5), Duration.ofSeconds(60)))::apply);
        HandLink link = stalled(rig);
        rig.advance(Duration.ofSeconds(6));
        connections.get(0).close(CloseReason.KICKED);
        rig.settle();
        assertThat(link.closes).isEmpty();
        link.resume();
        rig.settle();
        assertThat(link.take()).containsExactly("[\"ev\",0,\"kept\",[]]", "[]", "[\"bye\",4503,\"kicked\",false]");
        assertThat(link.closes).containsExactly(CloseReason.KICKED);
    }

    @Test
    void aStalledLinkThatIsClosedGetsSomeSecondsForItsLastWords() {
        Rig rig = rig(UnaryOperator.identity());
        HandLink link = stalled(rig);
        connections.get(0).close(CloseReason.KICKED);
        rig.settle();
        assertThat(seen).containsExactly("disconnected 4503");
        rig.advance(Duration.ofMillis(4_999));
        assertThat(link.closes).isEmpty();
        rig.advance(Duration.ofMillis(1));
        assertThat(link.closes).containsExactly(CloseReason.LOST);
        assertThat(rig.gateway.stats().links()).isZero();
    }

    /** Its end has begun for another reason, so that being slow ends nothing any more, and must not be waited for. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLinkThatGetsTooOldDuringItsLastWordsIsCutOff() {
        Rig rig = rig(UnaryOperator.identity());
        HandLink link = stalled(rig);
        rig.advance(Duration.ofSeconds(7));
        connections.get(0).close(CloseReason.KICKED);
        rig.settle();
        assertThat(link.closes).isEmpty();
        rig.advance(Duration.ofSeconds(3));
        assertThat(link.closes).containsExactly(CloseReason.SLOW);
        assertThat(seen).as("nothing after its end").containsExactly("disconnected 4503");
        assertThat(rig.gateway.stats().links()).isZero();
    }

    @ParameterizedTest
    @EnumSource(SlowPolicy.class)
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLinkThatGetsTooMuchAfterItsEndHasBegunIsCutOff(SlowPolicy policy) {
        Rig rig = rig(bound(1_000).andThen(o -> o.slowPolicy(policy))::apply);
        HandLink link = stalled(rig);
        for (int i = 1; i <= 30; i++) {
            link.say("[\"ev\"," + i + ",\"echo\",[\"" + "x".repeat(100) + "\"]]");
        }
        while (rig.runHandler()) { // the answers are on their way
        }
        link.lane.on(() -> link.events().text(new byte[1 << 17])); // more than a message may have
        rig.settle();
        assertThat(link.closes).containsExactly(CloseReason.SLOW);
        assertThat(seen).contains("disconnected 1009");
        assertThat(link.lane.chunksAlive).isZero();
    }

    @Test
    void aLinkThatBecomesWritableInsideItsOwnSendIsNotForgotten() {
        Rig rig = rig(UnaryOperator.identity());
        HandLink link = rig.greeted(rig.open(lane -> new HandLink(lane, rig.time) {
            @Override
            public boolean send(dev.keryx.gateway.link.Chunk chunk) {
                super.send(chunk);
                if (events != null) {
                    events.writable();
                }
                return false;
            }
        }));
        rig.root().emit("a");
        rig.settle();
        rig.root().emit("b");
        rig.settle();
        assertThat(names(link)).containsExactly("a", "b");
        assertThat(link.closes).isEmpty();
    }

    @Test
    void aLinkThatEndsWhileStalledGivesEverythingBack() {
        Rig rig = rig(UnaryOperator.identity());
        HandLink link = stalled(rig);
        connections.get(0).send(Event.of("a"));
        rig.settle();
        link.drop();
        rig.settle();
        assertThat(link.lane.chunksAlive).isZero();
        assertThat(rig.gateway.stats().dropped()).isEqualTo(1);
        assertThat(connections.get(0).send(Event.of("late")).local()).isZero();
    }
}
