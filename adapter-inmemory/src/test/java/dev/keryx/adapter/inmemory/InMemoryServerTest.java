package dev.keryx.adapter.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.keryx.Payload;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.Admission;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Link;
import dev.keryx.gateway.link.LinkRequest;
import dev.keryx.simulation.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On one thread: the executor is a queue that the test runs. */
class InMemoryServerTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ManualClock clock = new ManualClock();
    private final RecordingDoor door = new RecordingDoor();
    private final RecordingClient client = new RecordingClient();
    private final InMemoryServer server = new InMemoryServer(1, 10, tasks::add, clock);

    @BeforeEach
    void open() {
        server.open(door).join();
    }

    @Test
    void messagesGoBothWaysInOrderAndStayApart() {
        InMemoryGateway.Wire wire = connect();
        wire.send("one");
        wire.send(Payload.utf8("two"));
        run();
        assertThat(door.heard).containsExactly("text one", "burst ends", "binary two", "burst ends");

        assertThat(send("a", "", "bc")).isTrue();
        assertThat(client.heard).containsExactly("a", "", "bc");
    }

    @Test
    void aStalledClientTakesOneChunkAndNoMore() {
        InMemoryGateway.Wire wire = connect();
        wire.stall();
        run();

        assertThat(send("a", "bc")).isFalse();
        assertThat(link().unsentBytes()).isEqualTo(3);
        assertThat(client.heard).isEmpty();

        wire.resume();
        run();
        assertThat(client.heard).containsExactly("a", "bc");
        assertThat(link().unsentBytes()).isZero();
        assertThat(door.heard).containsExactly("writable");
        assertThat(send("d")).isTrue();
    }

    @Test
    void aGoodbyeWaitsForAStalledClientAndThenIsHeard() {
        InMemoryGateway.Wire wire = connect();
        wire.stall();
        run();
        send("bye");
        close(CloseReason.DRAINING);
        assertThat(client.heard).isEmpty();

        wire.resume();
        run();
        assertThat(client.heard).containsExactly("bye", "closed 4001 draining");
        assertThat(door.heard).containsExactly("closed 4001");
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aGoodbyeThatNobodyReadsIsCutOff() {
        InMemoryGateway.Wire wire = connect();
        wire.stall();
        run();
        send("bye");
        close(CloseReason.DRAINING);

        clock.advance(Duration.ofSeconds(2));
        run();
        assertThat(client.heard).containsExactly("closed 1006 connection lost");
        assertThat(door.heard).containsExactly("closed 4001");
        assertThat(door.places).hasValue(0);
        wire.resume();
        run();
        assertThat(client.heard).hasSize(1);
    }

    @Test
    void aSlowClientIsEndedAtOnceAndHearsNoReason() {
        connect().stall();
        run();
        send("much");
        close(CloseReason.SLOW.because("10 s behind"));

        assertThat(client.heard).containsExactly("closed 1006 connection lost");
        assertThat(door.heard).containsExactly("closed 4008");
        assertThat(send("more")).as("bytes vanish on a link that has ended").isTrue();
        assertThat(link().unsentBytes()).isZero();
    }

    @Test
    void whatIsNotReadWaits() {
        InMemoryGateway.Wire wire = connect();
        link().read(false);
        wire.send("one");
        wire.send("two");
        wire.close();
        run();
        assertThat(door.heard).isEmpty();

        link().read(true);
        run();
        assertThat(door.heard).containsExactly("text one", "text two", "ending 1000");
    }

    @Test
    void whoIsDoneIsAnsweredUntilTheLinkIsClosed() {
        InMemoryGateway.Wire wire = connect();
        wire.send("question");
        wire.close();
        wire.send("late");
        wire.close();
        run();
        assertThat(send("answer")).isTrue();
        close(CloseReason.NORMAL);
        assertThat(door.heard).containsExactly("text question", "burst ends", "ending 1000", "closed 1000");
        assertThat(client.heard).containsExactly("answer", "closed 1000 done");
        assertThat(door.places).hasValue(0);
    }

    @Test
    void whoIsDoneMayBeGoneBeforeTheLinkIsClosed() {
        InMemoryGateway.Wire wire = connect();
        wire.close();
        wire.drop();
        run();
        close(CloseReason.NORMAL);
        assertThat(door.heard).containsExactly("ending 1000", "closed 1006");
        assertThat(client.heard).containsExactly("closed 1006 connection lost");
    }

    @Test
    void aBrokenWireIsNoticedEvenWhereItIsNotRead() {
        InMemoryGateway.Wire wire = connect();
        link().read(false);
        wire.send("lost");
        wire.drop();
        run();
        assertThat(door.heard).containsExactly("closed 1006");
        assertThat(door.places).hasValue(0);
    }

    @Test
    void aMessageOverTheLimitEndsTheLink() {
        InMemoryGateway.Wire wire = connect();
        wire.send("ten bytes.");
        wire.send("eleven byte");
        run();
        close(new CloseReason(1009, "message too big"));
        assertThat(door.heard).containsExactly("text ten bytes.", "burst ends", "ending 1009", "closed 1009");
        assertThat(client.heard).containsExactly("closed 1009 message too big");
    }

    @Test
    void nothingIsSaidAfterTheEnd() {
        InMemoryGateway.Wire wire = connect();
        close(CloseReason.KICKED);
        wire.send("late");
        wire.stall();
        wire.resume();
        wire.drop();
        wire.close();
        close(CloseReason.NORMAL);
        assertThat(door.heard).containsExactly("closed 4503");
        assertThat(client.heard).containsExactly("closed 4503 kicked");
    }

    @Test
    void aClientThatThrowsLosesItsWire() {
        server.connect(request(), new InMemoryGateway.Client() {
            @Override
            public void message(Payload message) {
                throw new IllegalStateException("a faulty client");
            }

            @Override
            public void closed(CloseReason reason) {
                client.closed(reason);
            }
        });
        run();
        assertThat(send("a", "b")).isTrue();
        run();
        assertThat(door.heard).containsExactly("closed 1006");
        assertThat(client.heard).hasSize(1);
    }

    @Test
    void theDoorMayRefuse() {
        door.full = true;
        server.connect(request(), client).send("no");
        door.full = false;
        door.denial = Optional.of(new Admission.Denied(403, "foreign origin"));
        server.connect(request(), client).close();
        door.denial = Optional.empty();
        server.stopAccepting().join();
        server.connect(request(), client);
        run();

        assertThat(client.heard)
                .containsExactly(
                        "closed 1006 over a limit", "closed 1006 403 foreign origin", "closed 1006 nobody listens");
        assertThat(door.links).isEmpty();
        assertThat(door.places).hasValue(0);
    }

    @Test
    void closeEndsWhatIsLeftAndOpenMayFollow() {
        connect();
        var closed = server.close();
        run();
        assertThat(closed).isCompleted();
        assertThat(client.heard).containsExactly("closed 1006 connection lost");
        assertThat(door.heard).containsExactly("closed 1006");
        assertThat(server.lanes()).isEmpty();

        server.open(door).join();
        connect();
        assertThat(door.links).hasSize(2);
    }

    @Test
    void aChunkIsNotUsedAfterItsLastRelease() {
        Chunk chunk = new InMemoryChunk();
        chunk.retain();
        chunk.release();
        chunk.release();
        assertThatIllegalStateException().isThrownBy(chunk::release);
        assertThatIllegalStateException().isThrownBy(() -> chunk.put(new byte[1], 0, 1));
    }

    private InMemoryGateway.Wire connect() {
        InMemoryGateway.Wire wire = server.connect(request(), client);
        run();
        return wire;
    }

    private static LinkRequest request() {
        return new LinkRequest(new InMemoryRequest(), List.of(), false);
    }

    private Link link() {
        return door.links.get(door.links.size() - 1);
    }

    private boolean send(String... frames) {
        Chunk chunk = link().lane().chunk(1);
        for (String frame : frames) {
            byte[] bytes = (">" + frame).getBytes(StandardCharsets.UTF_8);
            chunk.put(bytes, 1, bytes.length - 1);
        }
        boolean sent = link().send(chunk);
        chunk.release();
        return sent;
    }

    private void close(CloseReason reason) {
        link().close(reason);
        run();
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
