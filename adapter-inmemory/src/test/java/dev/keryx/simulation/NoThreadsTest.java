package dev.keryx.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.SubscribeOptions;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.GatewayState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the simulation promises before all: everything happens on the test's own thread, and the same at every run. */
class NoThreadsTest {
    private final List<String> happened = new ArrayList<>();
    private final Set<Thread> ranOn = new HashSet<>();

    private void note(String what) {
        happened.add(what);
        ranOn.add(Thread.currentThread());
    }

    @Test
    void nothingRunsOnAnyOtherThreadAndNoThreadIsMade() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        everythingThereIs();

        assertThat(ranOn).containsExactly(Thread.currentThread());
        Set<Thread> made = new HashSet<>(Thread.getAllStackTraces().keySet());
        made.removeAll(before);
        assertThat(made).isEmpty();
        assertThat(happened)
                .contains("handshake", "connected", "handled", "answered", "message", "gap", "disconnected");
    }

    @Test
    void everyRunIsTheSame() {
        everythingThereIs();
        List<String> first = List.copyOf(happened);
        happened.clear();
        everythingThereIs();
        assertThat(happened).isEqualTo(first);
    }

    private void everythingThereIs() {
        try (Simulation simulation = Simulation.create()) {
            Simulation.Node a = simulation.node("a", options -> options.observer(observer()));
            Simulation.Node b = simulation.node("b");
            a.gateway().root().use(handshake -> {
                note("handshake");
                return Decision.accept();
            });
            a.gateway().root().onConnect(connection -> note("connected"));
            a.gateway().root().onDisconnect((connection, reason) -> note("disconnected"));
            a.gateway().root().onGap(rooms -> note("gap"));
            a.gateway().root().answer("enter", (connection, args) -> {
                note("handled");
                return connection.join("room").thenApply(joined -> {
                    note("joined " + joined.clusterWide());
                    return joined.clusterWide();
                });
            });
            b.bus().subscribe("news.*", SubscribeOptions.DEFAULT, message -> note("message"));

            FakeClient client = a.connect();
            client.answer("question", args -> {
                note("answered");
                return "yes";
            });
            client.ask("enter").expect();
            a.gateway()
                    .root()
                    .emitWithAck(Duration.ofSeconds(1), Event.of("question"))
                    .join();
            a.bus().publish("news.today", "x").whenComplete((done, failure) -> note("published"));
            b.gateway().root().to("room").emit("said");
            client.expect("said");
            client.stall();
            simulation.disconnect("b");
            simulation.advance(Duration.ofSeconds(1));
            simulation.heal();
            simulation.partition("a");
            simulation.advance(Duration.ofMinutes(2));
            simulation.heal();
            assertThat(client.closed()).map(CloseReason::code).contains(1006);
        }
    }

    private GatewayObserver observer() {
        return new GatewayObserver() {
            @Override
            public void stateChanged(GatewayState from, GatewayState to) {
                note("state " + to);
            }
        };
    }
}
