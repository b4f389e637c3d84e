package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Json;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.proofs.LogLines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Drivers that are wrong on purpose leave the engine right. */
class WrongDriversTest {
    private final Rig rig = new Rig();
    private final List<Connection> connections = new ArrayList<>();
    private final List<CloseReason> ends = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    {
        rig.root()
                .onConnect(connections::add)
                .onDisconnect((connection, reason) -> ends.add(reason))
                .on("e", (connection, args) -> seen.add("e"));
        rig.start();
    }

    private void nothingIsLeft() {
        rig.settle();
        assertThat(rig.gateway.stats().links()).isZero();
        assertThat(rig.gateway.stats().connections()).isZero();
        assertThat(rig.gateway.stats().rooms()).isZero();
        assertThat(rig.server.lanes.get(0).chunksAlive).isZero();
        HandLink next = rig.connect();
        rig.root().emit("x");
        rig.settle();
        assertThat(next.take()).hasSize(1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aLinkThatEndsTwiceEndsOnce() {
        HandLink link = rig.connect();
        link.drop();
        link.lane.on(() -> link.events().closed(CloseReason.NORMAL));
        rig.settle();
        assertThat(ends).containsExactly(CloseReason.LOST);
        nothingIsLeft();
    }

    @Test
    void callsOnALinkThatHasEndedDoNothing() {
        HandLink link = rig.connect();
        connections.get(0).join("r");
        link.drop();
        link.lane.on(() -> {
            link.events().text(bytes("[\"ev\",0,\"e\",[]]"));
            link.events().binary(new byte[3]);
            link.events().readBurstEnds();
            link.events().writable();
        });
        connections.get(0).join("s");
        connections.get(0).leave("r");
        connections.get(0).close(CloseReason.KICKED);
        rig.settle();
        assertThat(seen).isEmpty();
        assertThat(ends).containsExactly(CloseReason.LOST);
        nothingIsLeft();
    }

    @Test
    void messagesAfterTheEngineClosedTheLinkAreIgnored() {
        HandLink link = rig.connect();
        link.endsWhenClosed = false;
        connections.get(0).close(CloseReason.KICKED);
        rig.settle();
        link.say("[\"ev\",0,\"e\",[]]", "rubbish");
        rig.root().emit("x");
        rig.settle();
        assertThat(seen).isEmpty();
        assertThat(link.closes).containsExactly(CloseReason.KICKED);
        assertThat(link.take()).containsExactly("[\"bye\",4503,\"kicked\",false]");
        link.drop();
        rig.settle();
        assertThat(ends).containsExactly(CloseReason.KICKED);
        nothingIsLeft();
    }

    @Test
    void writableThatNobodyWaitedForIsIgnored() {
        HandLink link = rig.connect();
        link.lane.on(() -> {
            link.events().writable();
            link.events().writable();
        });
        rig.root().emit("x");
        rig.settle();
        assertThat(link.take()).hasSize(1);
    }

    @Test
    void aLinkThatThrowsInSendIsClosedAndTheOthersAreServed() {
        HandLink other = rig.connect();
        HandLink link = rig.greeted(rig.open(lane -> new HandLink(lane, rig.time) {
            private int sends;

            @Override
            public boolean send(Chunk chunk) {
                if (++sends == 2) {
                    throw new IllegalStateException("by the test");
                }
                return super.send(chunk);
            }
        }));
        HandLink third = rig.connect();
        rig.root().emit("x");
        rig.settle();
        assertThat(other.take()).hasSize(1);
        assertThat(third.take()).hasSize(1);
        assertThat(link.closes).containsExactly(CloseReason.LOST);
        assertThat(ends).containsExactly(CloseReason.LOST);
        assertThat(rig.server.lanes.get(0).chunksAlive).isZero();
    }

    @Test
    void aLinkThatEndsInsideItsOwnSendIsLeftAlone() {
        HandLink[] self = new HandLink[1];
        HandLink link = rig.open(lane -> new HandLink(lane, rig.time) {
            @Override
            public boolean send(Chunk chunk) {
                if (self[0] != null) {
                    end(CloseReason.LOST);
                    return false;
                }
                return super.send(chunk);
            }
        });
        rig.greeted(link);
        self[0] = link;
        rig.root().emit("a");
        rig.root().emit("b");
        rig.settle();
        assertThat(ends).containsExactly(CloseReason.LOST);
        nothingIsLeft();
    }

    @Test
    void aLinkThatEndsInsideItsOwnCloseEndsOnce() {
        HandLink link = rig.greeted(rig.open(lane -> new HandLink(lane, rig.time) {
            @Override
            public void close(CloseReason reason) {
                closes.add(reason);
                end(reason);
            }
        }));
        connections.get(0).close(CloseReason.KICKED);
        connections.get(0).close(CloseReason.LIMIT);
        rig.settle();
        assertThat(link.closes).containsExactly(CloseReason.KICKED);
        assertThat(ends).containsExactly(CloseReason.KICKED);
        nothingIsLeft();
    }

    @Test
    void aLinkThatIgnoresItsCloseIsCutOff() {
        HandLink link = rig.connect();
        link.endsWhenClosed = false;
        connections.get(0).close(CloseReason.KICKED);
        rig.advance(Duration.ofSeconds(6));
        assertThat(link.closes).containsExactly(CloseReason.KICKED, CloseReason.LOST);
        link.drop();
        nothingIsLeft();
    }

    @Test
    void aServerThatThrowsInsteadOfFailingIsTakenAsFailed() {
        Rig broken = new Rig();
        broken.server.opening = null;
        CompletableFuture<Void> started = broken.gateway.startAsync();
        broken.settle();
        assertThat(started).isCompletedExceptionally();
        broken.server.opening = CompletableFuture.completedFuture(null);
        broken.start();
    }

    @Test
    void aJsonThatBreaksItsPromisesCostsTheLinkThatSpoke() {
        Rig broken = new Rig(options -> options.json(new BrokenJson(Json.find())));
        broken.start();
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 10; i++) {
                HandLink link = broken.connect();
                link.say("[\"break\",{}]");
                broken.settle();
                assertThat(link.closes).extracting(CloseReason::code).containsExactly(1011);
            }
            assertThat(log.with("Reading a client's message failed"))
                    .as("it may come again and again")
                    .hasSize(1);
        }
        assertThat(broken.connect().closes).isEmpty();
    }

    @Test
    void fragmentsOfNothingAndEmptyBurstsAreHarmless() {
        HandLink link = rig.connect();
        link.lane.on(() -> {
            link.events().readBurstEnds();
            link.events().readBurstEnds();
            link.events().text(new byte[0]);
            link.events().readBurstEnds();
        });
        rig.settle();
        assertThat(link.closes).extracting(CloseReason::code).containsExactly(4501);
        nothingIsLeft();
    }
}
