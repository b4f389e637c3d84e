package dev.keryx.adapter.websocket.netty;

import static dev.keryx.adapter.websocket.netty.Frames.CLOSE;
import static dev.keryx.adapter.websocket.netty.Frames.FIN;
import static dev.keryx.adapter.websocket.netty.Frames.PING;
import static dev.keryx.adapter.websocket.netty.Frames.TEXT;
import static dev.keryx.adapter.websocket.netty.Frames.frame;
import static dev.keryx.adapter.websocket.netty.Frames.goodbye;
import static dev.keryx.adapter.websocket.netty.Frames.join;
import static dev.keryx.adapter.websocket.netty.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"best", "nio"})
class ClosingIT {
    @Parameter
    private String transport;

    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = TestServer.over(transport, Settings.PART_WITHIN);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private void partingWithin(Duration time) throws Exception {
        server.close();
        server = TestServer.over(transport, time);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1011, 1014, 3000, 4999})
    void theClientsGoodbyeIsAnsweredWithItsCode(int code) throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            client.send(goodbye(code, "so long"));
            RawClient.Frame answer = client.frame();
            assertThat(answer.first()).isEqualTo(FIN | CLOSE);
            assertThat(answer.closeCode()).isEqualTo(code);
            assertThat(client.ends()).isTrue();
            assertThat(link.next()).isEqualTo("closed " + code + " so long");
        }
    }

    @Test
    void aGoodbyeWithoutACodeIsAnsweredWithoutOne() throws Exception {
        try (RawClient client = server.enter()) {
            client.send(frame(FIN | CLOSE));
            RawClient.Frame answer = client.frame();
            assertThat(answer.first()).isEqualTo(FIN | CLOSE);
            assertThat(answer.payload()).isEmpty();
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void whatComesAfterTheGoodbyeIsNotHeardAndHurtsNobody() throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            client.send(join(text("a"), goodbye(1000, ""), text("late"), frame(FIN | PING), new byte[1 << 20]));
            assertThat(client.frame().closeCode()).isEqualTo(1000);
            assertThat(client.ends()).isTrue();
            assertThat(link.next()).isEqualTo("text a");
            assertThat(link.next()).isEqualTo("closed 1000 ");
            assertThat(link.heard).isEmpty();
        }
        server.servesTheNext();
    }

    @Test
    void whatWasAskedBeforeTheGoodbyeCanBeAnsweredBeforeOurs() throws Exception {
        answersCome(goodbye(3999, "so long"), 3999);
    }

    @Test
    void whatWasAskedBeforeSomethingMalformedCanBeAnsweredBeforeOurGoodbye() throws Exception {
        answersCome(frame(FIN | 0x40 | TEXT, (byte) 'x'), 1002);
    }

    private void answersCome(byte[] end, int code) throws Exception {
        server.door.links = link -> new TestLink(link) {
            @Override
            public void ending(CloseReason reason) {
                heard.add("ending " + reason.code());
            }
        };
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            client.send(join(text("a"), frame(FIN | PING), end, text("late"), end));
            assertThat(link.next()).isEqualTo("text a");
            assertThat(link.next()).isEqualTo("ending " + code);
            assertThat(link.send(new byte[3], true)).isTrue();
            link.close(new CloseReason(code, "so long"));
            assertThat(client.frame().first()).isEqualTo(FIN | Frames.PONG);
            assertThat(client.frame().payload()).hasSize(3);
            assertThat(client.frame().closeCode()).isEqualTo(code);
            assertThat(client.ends()).isTrue();
            assertThat(link.next()).startsWith("closed " + code);
            assertThat(link.heard).isEmpty();
        }
    }

    @Test
    void whoBreaksTheWireAfterTheGoodbyeIsGone() throws Exception {
        server.door.links = link -> new TestLink(link) {
            @Override
            public void ending(CloseReason reason) {
                heard.add("ending " + reason.code());
            }
        };
        RawClient client = server.enter();
        client.send(goodbye(1000, ""));
        TestLink link = server.door.next();
        assertThat(link.next()).isEqualTo("ending 1000");
        client.reset();
        assertThat(link.next()).isEqualTo("closed 1000 ");
        server.door.awaitDeparture();
    }

    @Test
    void ourGoodbyeComesBehindWhatWasSentAndWaitsForTheirs() throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            client.send(text("hello"));
            assertThat(link.next()).isEqualTo("text hello");
            link.onLane(() -> {
                link.sendNow(new byte[3], true);
                link.link.close(CloseReason.KICKED);
                link.link.close(CloseReason.DRAINING);
                assertThat(link.sendNow(new byte[4], true)).isTrue();
                return null;
            });
            assertThat(client.frame().payload()).hasSize(3);
            RawClient.Frame goodbye = client.frame();
            assertThat(goodbye.closeCode()).isEqualTo(4503);
            assertThat(goodbye.text()).endsWith("kicked");
            client.send(join(text("crossed"), frame(FIN | PING), goodbye(4503, "")));
            assertThat(client.ends()).isTrue();
            assertThat(link.next()).isEqualTo("closed 4503 kicked");
            assertThat(link.heard).isEmpty();
        }
    }

    @Test
    void aClientThatNeverSaysGoodbyeIsCutOff() throws Exception {
        partingWithin(Duration.ofMillis(100));
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            link.close(CloseReason.NORMAL);
            assertThat(client.frame().closeCode()).isEqualTo(1000);
            assertThat(client.ends()).isTrue();
            assertThat(link.next()).isEqualTo("closed 1000 done");
        }
    }

    @Test
    void aClientThatAnswersButNeverClosesIsCutOff() throws Exception {
        partingWithin(Duration.ofMillis(100));
        try (RawClient client = server.enter()) {
            client.send(goodbye(1000, ""));
            assertThat(client.frame().closeCode()).isEqualTo(1000);
            server.door.awaitDeparture();
        }
    }

    @Test
    void theGoodbyeIsCutToWhatFits() throws Exception {
        try (RawClient client = server.enter()) {
            server.door.next().close(CloseReason.NORMAL.because("é".repeat(100)));
            assertThat(client.frame().payload()).hasSize(2 + 122);
        }
    }

    @Test
    void aSlowOneEndsAtOnceWithoutAGoodbye() throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            link.close(CloseReason.SLOW);
            assertThat(client.ends()).isTrue();
            assertThat(link.next()).isEqualTo("closed 4008 too slow");
        }
    }

    @Test
    void aBrokenWireIsLost() throws Exception {
        RawClient client = server.enter();
        client.reset();
        assertThat(server.door.next().next()).startsWith("closed 1006");
        RawClient other = server.enter();
        other.halfClose();
        assertThat(server.door.next().next()).startsWith("closed 1006");
        assertThat(other.ends()).isTrue();
    }

    @Test
    void aCloseInsideOfTheFirstMessageStopsTheRest() throws Exception {
        server.door.links = link -> new TestLink(link) {
            @Override
            public void text(byte[] message) {
                super.text(message);
                link.close(CloseReason.RATE);
            }
        };
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            client.send(join(frame(FIN | PING), text("a"), text("b"), text("c")));
            assertThat(client.frame().first()).isEqualTo(FIN | Frames.PONG);
            assertThat(client.frame().closeCode()).isEqualTo(4013);
            client.send(goodbye(1000, ""));
            assertThat(link.next()).isEqualTo("text a");
            assertThat(link.next()).isEqualTo("closed 4013 too many messages");
        }
    }

    @Test
    void aCloseWhileEnteringIsSaidAfterTheUpgrade() throws Exception {
        server.door.links = link -> {
            link.close(CloseReason.LIMIT);
            return new TestLink(link);
        };
        try (RawClient client = server.enter()) {
            assertThat(client.frame().closeCode()).isEqualTo(4504);
            client.send(goodbye(4504, ""));
            assertThat(client.ends()).isTrue();
            assertThat(server.door.next().next()).startsWith("closed 4504");
        }
    }
}
