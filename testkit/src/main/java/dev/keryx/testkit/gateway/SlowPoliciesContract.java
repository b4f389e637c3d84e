package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.Event;
import dev.keryx.gateway.SlowPolicy;
import dev.keryx.gateway.Target;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an application can choose instead of losing a slow client: dropping what is old, what is unimportant, what is outdated. */
public interface SlowPoliciesContract extends GatewayContract {
    /** The oldest go, counted and told; what the client asked for is answered. */
    @Test
    @Rule("GW-38")
    default void dropOldestKeepsTheClient(GatewayLab lab) {
        Node node = lab.node(options -> options.slowPolicy(SlowPolicy.DROP_OLDEST)
                .limits(options.limits().outbound(64 << 10, Duration.ofHours(1))));
        node.root().answer("echo", (connection, args) -> args);
        Peer reads = node.connect();
        Peer stuck = node.connect();
        stuck.client().stall();
        Flood flood = new Flood(node.root(), reads);
        flood.until("something was dropped", () -> node.watch().dropped.get() > 0);
        long asked = stuck.client().ask("echo", "kept");
        long before = node.watch().dropped.get();
        flood.until("more was dropped", () -> node.watch().dropped.get() > before + 40);
        stuck.client().resume();
        assertThat(stuck.client().expectAck(asked)).containsExactly("kept");
        List<Object> numbers = new ArrayList<>();
        stuck.receivedEvents().forEach(event -> numbers.add(event.arg(1)));
        assertThat(stuck.client().expectGap()).isNotNull();
        assertThat(numbers).last().isEqualTo(flood.emitted() - 1L);
        assertThat(numbers.stream().map(Long.class::cast)).isSorted().doesNotHaveDuplicates();
        assertThat(numbers.size() + node.watch().dropped.get()).isEqualTo(flood.emitted());
        assertThat(node.watch().disconnected).isEmpty();
    }

    /** It waits for nobody. */
    @Test
    @Rule("GW-39")
    default void droppableIsDroppedWhereTheClientIsBehind(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().outbound(64 << 20, Duration.ofHours(1))));
        Peer reads = node.connect();
        Peer stuck = node.connect();
        stuck.client().stall();
        Flood flood = new Flood(node.root().droppable(), reads);
        flood.until("something was dropped", () -> node.stats().dropped() > 10);
        stuck.client().resume();
        int got = stuck.receivedEvents().size();
        assertThat(got + node.stats().dropped()).isEqualTo(flood.emitted());
        assertThat(node.watch().disconnected).isEmpty();
        node.root().droppable().emit("again");
        assertThat(stuck.received()).containsExactly("again");
    }

    /** Of each key the client gets the newest, where the newest was emitted. */
    @Test
    @Rule("GW-40")
    default void latestReplacesWhatWasNotSent(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().outbound(64 << 20, Duration.ofHours(1))));
        Peer reads = node.connect();
        Peer stuck = node.connect();
        Flood.fill(node, reads, stuck);
        for (int i = 0; i < 50; i++) {
            node.root().latest("price").emit("price", i);
            node.root().latest("other").emit("price", -i);
            node.root().emit("queued" + i);
        }
        node.root().latest("price").emit("price", 50);
        awaitQueued(node, stuck);
        stuck.client().resume();
        List<ProbeEvent> events = stuck.receivedEvents();
        List<Object> prices = new ArrayList<>();
        events.stream().filter(event -> event.name().equals("price")).forEach(event -> prices.add(event.arg(0)));
        assertThat(prices).containsExactly(-49L, 50L);
        List<String> names = events.stream().map(ProbeEvent::name).toList();
        assertThat(names).endsWith("price", "queued49", "price");
        assertThat(names.stream().filter(name -> name.startsWith("queued"))).hasSize(50);
    }

    /**
     * Waits until all that was emitted before stands in a stuck client's queue: behind it an event is dropped, and told to the
     * observer, which hears of losses but not of what was replaced.
     */
    private static void awaitQueued(Node node, Peer stuck) {
        long before = node.watch().dropped.get();
        node.root().to(List.of(Target.connection(stuck.id()))).droppable().emit("dropped");
        Eventually.equal("the events dropped", before + 1, node.watch().dropped::get);
    }

    /** To a client that reads, it is an event like any other. */
    @Test
    @Rule("GW-40")
    default void latestReachesAClientThatReads(GatewayLab lab) {
        Node node = lab.node();
        Peer peer = node.connect();
        for (int i = 0; i < 5; i++) {
            node.root().latest("k").emit("state", i);
            assertThat(peer.client().expectEvent().arg(0)).isEqualTo((long) i);
        }
        peer.connection().send(Event.of("end"));
        assertThat(peer.received()).containsExactly("end");
    }
}
