package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JourneyTest {
    private final Rig rig = new Rig();
    private final List<Connection> connections = new ArrayList<>();

    {
        rig.root().onConnect(connections::add);
    }

    @Test
    void aClientConnectsJoinsAsksAndLeaves() {
        List<CloseReason> ends = new ArrayList<>();
        rig.root()
                .answer("join", String.class, (connection, room) -> connection.join(room))
                .answer("echo", (connection, args) -> args)
                .on(
                        "say",
                        String.class,
                        (connection, text) -> rig.root().to("lobby").emit("said", text))
                .onDisconnect((connection, reason) -> ends.add(reason));
        HandLink link = rig.start().connect();

        link.say("[\"ev\",1,\"join\",[\"lobby\"]]", "[\"ev\",2,\"echo\",[1,\"two\"]]", "[\"ev\",3,\"say\",[\"hi\"]]");
        rig.settle();

        assertThat(link.take())
                .containsExactly(
                        "[\"ok\",1,[{\"rooms\":[\"lobby\"],\"clusterWide\":true}]]",
                        "[\"ok\",2,[1,\"two\"]]",
                        "[\"ev\",0,\"said\",[\"hi\"],\"lobby\"]",
                        "[\"ok\",3,[]]");
        link.drop();
        rig.settle();
        assertThat(ends).containsExactly(CloseReason.LOST);
        assertThat(rig.gateway.stats().links()).isZero();
        assertThat(rig.gateway.stats().connections()).isZero();
        assertThat(rig.gateway.stats().rooms()).isZero();
        assertThat(link.lane.chunksAlive).isZero();
    }

    @Test
    void theServerSendsAsksAndCloses() {
        HandLink link = rig.start().connect();
        Connection connection = connections.get(0);

        Receipt receipt = connection.send(Event.of("news", 7));
        CompletableFuture<Args> answer = connection.sendWithAck(Duration.ofSeconds(1), Event.of("ready?"));
        rig.settle();

        assertThat(receipt.local()).isEqualTo(1);
        assertThat(link.take()).containsExactly("[\"ev\",0,\"news\",[7]]", "[\"ev\",1,\"ready?\",[]]");
        link.say("[\"ack\",1,[\"yes\"]]", "[\"ack\",1,[\"no\"]]");
        rig.settle();
        assertThat(answer).isCompletedWithValueMatching(args -> "yes".equals(args.get(0, String.class)));

        connection.close(CloseReason.KICKED.because("out"));
        rig.settle();
        assertThat(link.take()).containsExactly("[\"bye\",4503,\"out\",false]");
        assertThat(link.closes).containsExactly(CloseReason.KICKED.because("out"));
    }

    @Test
    void aStringArrayIsOneArgumentAndNullsStay() {
        HandLink link = rig.start().connect();
        rig.root().emit("array", new String[] {"a", "b"});
        rig.root().emit("null", null);
        rig.root().emit("map", Map.of("k", List.of(1)), null);
        rig.settle();
        assertThat(link.take())
                .containsExactly(
                        "[\"ev\",0,\"array\",[[\"a\",\"b\"]]]",
                        "[\"ev\",0,\"null\",[null]]",
                        "[\"ev\",0,\"map\",[{\"k\":[1]},null]]");
    }

    @Test
    void theStatesFollowEachOther() {
        assertThat(rig.gateway.state()).isEqualTo(GatewayState.NEW);
        rig.start();
        assertThat(rig.gateway.state()).isEqualTo(GatewayState.RUNNING);
        CompletableFuture<?> drained = rig.gateway.drain(Duration.ofSeconds(1));
        assertThat(rig.gateway.state()).isEqualTo(GatewayState.DRAINING);
        rig.settle();
        assertThat(drained).isCompleted();
        assertThat(rig.gateway.state()).isEqualTo(GatewayState.CLOSED);
        assertThat(rig.server.calls).containsExactly("open", "stopAccepting", "close");
    }
}
