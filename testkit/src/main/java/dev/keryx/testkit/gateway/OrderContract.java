package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.Event;
import dev.keryx.gateway.Namespace;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** In which order a connection gets what was emitted on its node. */
public interface OrderContract extends GatewayContract {
    /** To everybody, a room, a union and one connection in turn: each connection gets them in the order of the calls. */
    @ConcurrencyTest
    @Rule("GW-19")
    default void emitsOfOneThreadArriveInOrder(GatewayLab lab) {
        int rounds = 500;
        Node node = lab.node();
        Peer both = node.member("a", "b");
        Peer one = node.member("b");
        List<String> toBoth = new ArrayList<>();
        List<String> toOne = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            emitRound(node.root(), both, i, toBoth, toOne);
        }
        assertThat(both.received()).isEqualTo(toBoth);
        assertThat(one.received()).isEqualTo(toOne);
    }

    private static void emitRound(Namespace root, Peer both, int i, List<String> toBoth, List<String> toOne) {
        root.emit("all" + i);
        root.to("a").emit("a" + i);
        both.connection().send(Event.of("send" + i));
        root.to("a", "b").emit("union" + i);
        root.to("b").except(both.connection()).emit("except" + i);
        root.to("b").emit("b" + i);
        Stream.of("all", "a", "send", "union", "b").map(name -> name + i).forEach(toBoth::add);
        Stream.of("all", "union", "except", "b").map(name -> name + i).forEach(toOne::add);
    }

    /** Nothing is lost below the bounds, and each thread's own order holds. */
    @ConcurrencyTest
    @Rule("GW-20")
    default void emitsOfSeveralThreadsKeepEachOnesOrder(GatewayLab lab) {
        int threads = 4;
        int each = 400;
        Node node = lab.node();
        List<Peer> peers = IntStream.range(0, 5).mapToObj(i -> node.member("r")).toList();
        Together.run(
                threads,
                thread -> IntStream.range(0, each)
                        .forEach(i -> node.root().to("r").emit("t" + thread, i)));
        for (Peer peer : peers) {
            List<ProbeEvent> events = peer.receivedEvents();
            assertThat(events).hasSize(threads * each);
            for (int thread = 0; thread < threads; thread++) {
                String name = "t" + thread;
                assertThat(events.stream()
                                .filter(event -> event.name().equals(name))
                                .map(event -> event.arg(0)))
                        .containsExactlyElementsOf(IntStream.range(0, each)
                                .mapToObj(i -> (Object) (long) i)
                                .toList());
            }
        }
    }
}
