package dev.keryx.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.keryx.TypeRef;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.examples.chat.Chat.Said;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.simulation.FakeClient;
import dev.keryx.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** The chat on two nodes, in one thread: no Redis, no socket, no sleep. */
class ChatTest {
    private final Simulation simulation = Simulation.create();
    private final Simulation.Node north = node("north");
    private final Simulation.Node south = node("south");

    private Simulation.Node node(String name) {
        Simulation.Node node = simulation.node(name);
        open(node.gateway(), Optional.of(node.bus()));
        return node;
    }

    private void open(RealtimeGateway gateway, Optional<MessageBus> bus) {
        Chat.openOn(gateway, bus, simulation.clock());
    }

    private static FakeClient visitor(Simulation.Node node, String name) {
        return node.connect(client -> client.auth(Map.of("name", name)));
    }

    @AfterEach
    void end() {
        simulation.close();
    }

    @Test
    void what_one_says_everybody_in_the_conversation_hears_on_any_node() {
        FakeClient ada = visitor(north, "Ada");
        FakeClient grace = visitor(south, "Grace");
        ada.ask("enter", "engines").expect();
        grace.ask("enter", "engines").expect();

        ada.ask("say", Map.of("room", "engines", "text", "Hello")).expect();

        Said expected =
                new Said("engines", "Ada", "Hello", simulation.clock().now().toEpochMilli());
        assertThat(grace.expect("said").get(0, Said.class)).isEqualTo(expected);
        assertThat(ada.expect("said").get(0, Said.class)).isEqualTo(expected);
    }

    @Test
    void whoever_is_in_another_conversation_hears_nothing() {
        FakeClient ada = visitor(north, "Ada");
        FakeClient alan = visitor(north, "Alan");
        ada.ask("enter", "engines").expect();
        alan.ask("enter", "machines").expect();

        ada.ask("say", Map.of("room", "engines", "text", "Hello")).expect();

        alan.expectNo("said");
    }

    @Test
    void nobody_comes_in_without_a_name() {
        assertThat(north.connect().refused())
                .hasValueSatisfying(no -> assertThat(no.code()).isEqualTo("NAME"));
        assertThat(visitor(north, "  ").refused()).isPresent();
        assertThat(visitor(north, "x".repeat(41)).refused()).isPresent();
    }

    @Test
    void one_speaks_only_where_one_has_entered() {
        FakeClient ada = visitor(north, "Ada");

        FakeClient.Ack answer = ada.ask("say", Map.of("room", "engines", "text", "Hello"));

        assertThat(answer.expectRefusal().code()).isEqualTo("ROOM");
    }

    @Test
    void an_empty_or_endless_message_is_refused() {
        FakeClient ada = visitor(north, "Ada");
        ada.ask("enter", "engines").expect();

        for (String text : List.of(" ", "x".repeat(2_001))) {
            FakeClient.Ack answer = ada.ask("say", Map.of("room", "engines", "text", text));
            assertThat(answer.expectRefusal().code()).isEqualTo("TEXT");
        }
    }

    @Test
    void entering_tells_who_is_here_on_this_node_and_leaving_tells_the_others() {
        FakeClient ada = visitor(north, "Ada");
        FakeClient alan = visitor(north, "Alan");
        FakeClient grace = visitor(south, "Grace");
        ada.ask("enter", "engines").expect();
        grace.ask("enter", "engines").expect();

        assertThat(names(alan.ask("enter", "engines").expect(), 0)).containsExactly("Ada", "Alan");

        alan.close();
        List<FakeClient.Received> seen = ada.received();
        assertThat(names(seen.get(seen.size() - 1).args(), 1)).containsExactly("Ada");
    }

    @Test
    void while_the_nodes_are_apart_each_chats_on_and_afterwards_both_know_of_the_hole() {
        FakeClient ada = visitor(north, "Ada");
        FakeClient alan = visitor(north, "Alan");
        FakeClient grace = visitor(south, "Grace");
        List.of(ada, alan, grace)
                .forEach(visitor -> visitor.ask("enter", "engines").expect());

        simulation.disconnect("north");
        ada.ask("say", Map.of("room", "engines", "text", "Anybody?")).expect();
        alan.expect("said");
        grace.expectNo("said");

        simulation.heal();
        simulation.advance(Duration.ofSeconds(2)); // Not all clients re-read in the same moment.
        assertThat(grace.expectGap().rooms()).contains("engines");
        ada.ask("say", Map.of("room", "engines", "text", "Back again")).expect();
        grace.expect("said");
    }

    /** A mock stands in for what is hard to bring about otherwise: a bus that loses its broker at a given moment. */
    @Test
    void the_state_of_the_bus_is_shown_to_everybody() {
        MessageBus bus = mock(MessageBus.class);
        when(bus.state()).thenReturn(BusState.RUNNING);
        Simulation.Node alone = simulation.node("alone");
        open(alone.gateway(), Optional.of(bus));
        @SuppressWarnings("unchecked") // Mockito knows no generic types.
        ArgumentCaptor<Consumer<BusState>> listener = ArgumentCaptor.forClass(Consumer.class);
        verify(bus).onState(listener.capture());
        FakeClient ada = visitor(alone, "Ada");
        assertThat(ada.expect("node").get(1, String.class)).isEqualTo("RUNNING");

        listener.getValue().accept(BusState.RECONNECTING);

        assertThat(ada.expect("bus").get(0, String.class)).isEqualTo("RECONNECTING");
    }

    private static List<String> names(Args args, int index) {
        return args.get(index, new TypeRef<List<String>>() {});
    }
}
