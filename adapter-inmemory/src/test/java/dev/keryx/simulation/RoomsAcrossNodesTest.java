package dev.keryx.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.adapter.inmemory.InMemoryFaults.Fate;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, a client on each, one room. */
class RoomsAcrossNodesTest {
    private final Simulation simulation = Simulation.create();
    private final Namespace here = chat("here");
    private final Namespace there = chat("there");
    private FakeClient ann;
    private FakeClient bob;

    private Namespace chat(String node) {
        Namespace root = simulation.node(node).gateway().root();
        root.answer("enter", String.class, (connection, room) -> connection.join(room));
        root.on("say", (connection, args) -> root.to("room").emit("said", args));
        return root;
    }

    @BeforeEach
    void enter() {
        ann = simulation.node("here").connect();
        bob = simulation.node("there").connect();
        ann.ask("enter", "room").expect();
        bob.ask("enter", "room").expect();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void whatIsSaidInARoomReachesItsMembersOnAllNodes() {
        ann.send("say", "hello", new byte[] {1, 2, 3});

        for (FakeClient member : List.of(ann, bob)) {
            FakeClient.Received said = member.received().get(0);
            assertThat(said.room()).contains("room");
            assertThat(member.expect("said").get(0, String.class)).isEqualTo("hello");
            assertThat(said.args().get(1, byte[].class)).containsExactly(1, 2, 3);
            member.expectNothing();
        }
    }

    @Test
    void orderIsKept() {
        IntStream.range(0, 500).forEach(i -> here.to("room").emit("said", i));

        assertThat(bob.received())
                .extracting(said -> said.args().get(0, Integer.class))
                .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void whoeverLeftHearsNothingMore() {
        there.on("leave", (connection, args) -> connection.leave("room"));
        bob.send("leave");
        simulation.settle();

        ann.send("say", "to myself");

        ann.expect("said");
        bob.expectNothing();
    }

    @Test
    void aPartitionIsSilentAndItsEndIsAGap() {
        simulation.partition("here");
        ann.send("say", "lost");
        ann.expect("said");
        bob.expectNothing();

        simulation.heal();
        simulation.advance(Duration.ofSeconds(5));

        assertThat(bob.expectGap().rooms()).isEmpty();
        ann.send("say", "back");
        assertThat(bob.expect("said").get(0, String.class)).isEqualTo("back");
    }

    @Test
    void aNodeWithoutItsBrokerServesItsOwnAndSaysThatOthersMissIt() {
        simulation.disconnect("here");

        Receipt receipt = here.to("room").emit("said", "local");

        assertThat(receipt.local()).isEqualTo(1);
        assertThat(receipt.relayed()).isCompletedExceptionally();
        receipt.relayed()
                .whenComplete((done, failure) ->
                        assertThat(((KeryxException) failure).code()).isEqualTo(ErrorCode.UNAVAILABLE));
        ann.expect("said");
        bob.expectNothing();

        simulation.heal();
        simulation.advance(Duration.ofSeconds(5));
        bob.expectGap();
        ann.expectGap();
        ann.send("say", "again");
        bob.expect("said");
    }

    @Test
    void aFrameThatIsLateKeepsItsPlace() {
        simulation
                .faults()
                .frames((from, to, topic) -> to.equals("there") ? Fate.delayed(Duration.ofMillis(300)) : Fate.ARRIVES);
        ann.send("say", 1);
        ann.send("say", 2);
        simulation.advance(Duration.ofMillis(299));
        bob.expectNothing();

        simulation.advance(Duration.ofMillis(1));
        assertThat(bob.received())
                .extracting(said -> said.args().get(0, Integer.class))
                .containsExactly(1, 2);
    }
}
