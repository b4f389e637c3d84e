package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The shape of a broadcast: one queue a lane, one mask a link, one chunk for all that are due the same. */
class FanOutTest {
    private final Rig rig = new Rig(2, UnaryOperator.identity(), null);
    private final List<Connection> connections = new ArrayList<>();

    {
        rig.root().onConnect(connections::add);
        rig.start();
    }

    private List<HandLink> links(int count) {
        List<HandLink> links = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            links.add(rig.connect());
            links.get(i).chunks.clear();
        }
        return links;
    }

    private static List<String> names(HandLink link) {
        return link.take(frame -> frame.split("\"", -1)[3]);
    }

    @Test
    void whatIsEmittedTogetherLeavesInOneChunkSharedByAllOfALane() {
        List<HandLink> links = links(6);
        for (int i = 0; i < 10; i++) {
            rig.root().emit("e" + i);
        }
        int made = rig.server.lanes.get(0).chunksMade;
        rig.settle();

        for (HandLink link : links) {
            assertThat(link.chunks).hasSize(1);
            assertThat(names(link)).containsExactly("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9");
        }
        assertThat(links.get(0).chunks).isEqualTo(links.get(2).chunks).isEqualTo(links.get(4).chunks);
        assertThat(rig.server.lanes.get(0).chunksMade).isEqualTo(made + 1);
        assertThat(rig.server.lanes)
                .allSatisfy(lane -> assertThat(lane.chunksAlive).isZero());
    }

    @Test
    void aUnionReachesEachOnceAndAnExceptionWins() {
        List<HandLink> links = links(4);
        connections.get(0).join("a", "b");
        connections.get(1).join("b");
        connections.get(2).join("a", "muted");
        rig.root()
                .to("a", "b")
                .to(Set.of(Target.connection(connections.get(0).id())))
                .emit("union");
        rig.root().to("a").except("muted").emit("some");
        rig.root().except(connections.get(3)).emit("not the fourth");
        rig.root().to(List.of()).emit("nobody");
        rig.root().to("a").to(List.of()).emit("an empty addition adds nobody");
        rig.settle();

        String a = "an empty addition adds nobody";
        assertThat(names(links.get(0))).containsExactly("union", "some", "not the fourth", a);
        assertThat(names(links.get(1))).containsExactly("union", "not the fourth");
        assertThat(names(links.get(2))).containsExactly("union", "not the fourth", a);
        assertThat(names(links.get(3))).isEmpty();
    }

    @Test
    void joinsLeavesAndEmitsOfOneThreadHappenInTheirOrder() {
        HandLink link = links(1).get(0);
        Connection connection = connections.get(0);
        rig.root().to("r").emit("before");
        connection.join("r");
        rig.root().to("r").emit("in");
        connection.leave("r");
        rig.root().to("r").emit("out");
        connection.join("r");
        connection.join("r");
        rig.root().to("r").emit("in again");
        connection.send(dev.keryx.gateway.Event.of("last"));
        rig.settle();
        assertThat(names(link)).containsExactly("in", "in again", "last");
    }

    @Test
    void theReceiptCountsARoomExactly() {
        links(3);
        connections.get(0).join("r");
        connections.get(1).join("r");
        assertThat(rig.root().to("r").emit("x").local()).isEqualTo(2);
        connections.get(1).leave("r");
        assertThat(rig.root().to("r").emit("x").local()).isEqualTo(1);
        assertThat(rig.root().to("none").emit("x").local()).isZero();
        assertThat(rig.root().emit("x").local()).isEqualTo(3);
    }

    @Test
    void aLaneWithoutMembersIsLeftAsleep() {
        links(2);
        connections.get(0).join("r");
        rig.settle();
        int before = rig.server.lanes.get(1).wakes;
        rig.root().to("r").emit("x");
        rig.settle();
        assertThat(rig.server.lanes.get(1).wakes).isEqualTo(before);
    }

    @Test
    void moreThanAMaskHoldsLeavesInSeveralChunksInOrder() {
        HandLink link = links(1).get(0);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rig.root().emit("e" + i);
            expected.add("e" + i);
        }
        rig.advance(Duration.ofMillis(10));
        assertThat(names(link)).isEqualTo(expected);
        assertThat(link.chunks).hasSize(4);
    }

    @Test
    void aTickStopsAtAQuarterMebibyte() {
        HandLink link = links(1).get(0);
        for (int i = 0; i < 8; i++) {
            rig.root().emit("big", "x".repeat(100 << 10));
        }
        rig.advance(Duration.ofMillis(10));
        assertThat(link.chunks).hasSize(3);
        assertThat(link.take()).hasSize(8);
    }

    @Test
    void peersWithDifferentSetsGetTheirOwnAndNothingIsLeaked() {
        List<HandLink> links = links(70);
        for (int i = 0; i < 70; i++) {
            for (int j = 0; j < 6; j++) {
                if ((i >> j & 1) == 1) {
                    connections.get(i).join("r" + j);
                }
            }
        }
        for (int j = 0; j < 6; j++) {
            rig.root().to("r" + j).emit("e" + j);
        }
        rig.advance(Duration.ofMillis(5));
        for (int i = 0; i < 70; i++) {
            List<String> expected = new ArrayList<>();
            for (int j = 0; j < 6; j++) {
                if ((i >> j & 1) == 1) {
                    expected.add("e" + j);
                }
            }
            assertThat(names(links.get(i))).isEqualTo(expected);
        }
        assertThat(rig.server.lanes)
                .allSatisfy(lane -> assertThat(lane.chunksAlive).isZero());
    }

    @Test
    void aLoneBroadcastIsNeverHeldBackAndACrowdRestsForAnEighth() {
        HandLink link = links(1).get(0);
        link.cost = Duration.ofNanos(800_000);
        rig.root().emit("one");
        rig.settle();
        rig.root().emit("two");
        rig.settle();
        assertThat(names(link)).containsExactly("one", "two");

        rig.root().emit("three");
        rig.root().emit("four");
        rig.settle();
        long after = rig.time.nanos();
        rig.root().emit("five");
        rig.settle();
        assertThat(names(link)).containsExactly("three", "four");
        rig.advance(Duration.ofNanos(99_000));
        assertThat(link.take()).isEmpty();
        rig.advance(Duration.ofNanos(2_000));
        assertThat(names(link)).containsExactly("five");
        assertThat(rig.time.nanos() - after).isLessThan(1_000_000);
    }

    @Test
    void aLongTickLetsTheLaneDoOtherThingsInBetween() {
        List<HandLink> links = links(400);
        links.forEach(link -> link.cost = Duration.ofNanos(100_000));
        rig.root().emit("x");
        HandLane lane = rig.server.lanes.get(0);
        List<Integer> done = new ArrayList<>();
        lane.runOne();
        done.add((int) links.stream()
                .filter(link -> link.lane == lane && !link.chunks.isEmpty())
                .count());
        assertThat(done.get(0)).isBetween(20, 64);
        links.get(398).drop();
        rig.settle();
        assertThat(links.stream().filter(link -> names(link).equals(List.of("x"))))
                .hasSize(399);
    }

    @Test
    void oneEncodingServesAllLanesAndLinks() {
        int[] encoded = {0};
        Rig counting = new Rig(4, options -> options.json(new CountingJson(encoded)), null).start();
        for (int i = 0; i < 8; i++) {
            counting.connect();
        }
        encoded[0] = 0;
        counting.root().emit("x", Map.of("k", "v"));
        counting.settle();
        assertThat(encoded[0]).isEqualTo(1);
    }
}
