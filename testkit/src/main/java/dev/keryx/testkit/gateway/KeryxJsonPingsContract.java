package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import dev.keryx.testkit.Rule;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Heartbeats: whoever answers stays, whoever does not is gone. */
public interface KeryxJsonPingsContract extends KeryxJsonGroup {
    /** However long it has nothing else to say. */
    @Test
    @Rule("GW-85")
    default void whoAnswersPingsStays(GatewayLab lab) {
        Node node = lab.node(options -> options.ping(Duration.ofMillis(50), Duration.ofSeconds(20)));
        node.root();
        RawClient client = node.rawClient();
        client.enter();
        for (int i = 0; i < 5; i++) {
            assertThat(client.expect()).isEqualTo("[]");
            client.say("[]");
        }
        node.root().emit("still here");
        client.expectContaining("still here");
    }

    /** And is told so, where it still listens. */
    @Test
    @Rule("GW-85")
    default void whoAnswersNoPingIsClosed(GatewayLab lab) {
        Node node = lab.node(options -> options.ping(Duration.ofMillis(50), Duration.ofMillis(100)));
        node.root();
        RawClient client = node.rawClient();
        client.enter();
        assertThat(client.expectClosed()).isEqualTo(CloseReason.NO_PONG.code());
        assertThat(node.watch().disconnected).containsExactly(CloseReason.NO_PONG);
    }

    /** A pong that nobody asked for is nothing. */
    @Test
    @Rule("GW-85")
    default void unaskedPongsHarmNobody(GatewayLab lab) {
        Node node = lab.node();
        node.root().answer("echo", (connection, args) -> args);
        RawClient client = node.rawClient();
        client.enter();
        IntStream.range(0, 100).forEach(i -> client.say("[]"));
        client.say("[\"ev\",1,\"echo\",[1]]");
        assertThat(client.expectArray()).contains(1L);
    }
}
