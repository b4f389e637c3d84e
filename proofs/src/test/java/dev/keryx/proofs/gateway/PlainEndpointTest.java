package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.SocketHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Endpoints without a protocol of ours. */
class PlainEndpointTest {
    private final List<SocketHandler.Socket> sockets = new ArrayList<>();
    private final SocketHandler echo = new SocketHandler() {
        @Override
        public void text(SocketHandler.Socket socket, byte[] utf8) {
            sockets.add(socket);
            if (utf8.length == 0) {
                throw new IllegalStateException("by the test");
            }
            socket.sendText(utf8);
        }

        @Override
        public void binary(SocketHandler.Socket socket, byte[] bytes) {
            socket.sendBinary(bytes);
        }
    };

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatComesInGoesOutInOrder() {
        Rig rig = new Rig().start();
        HandLink link = rig.openPlain(echo);
        link.say("one", "two");
        link.lane.on(() -> {
            link.events().binary(utf8("three"));
            link.events().readBurstEnds();
        });
        rig.settle();
        assertThat(link.take()).containsExactly("one", "two", "three");
    }

    @Test
    void nothingIsSentUnasked() {
        Rig rig = new Rig().start();
        HandLink link = rig.openPlain(echo);
        rig.root().emit("x");
        rig.advance(Duration.ofMinutes(10));
        assertThat(link.take()).isEmpty();
        assertThat(link.closes).isEmpty();
    }

    @Test
    void readingStopsAtTheSameBounds() {
        Rig rig = new Rig(Rig.limits(limits -> limits.inbound(2, 1 << 20))).start();
        HandLink link = rig.openPlain(echo);
        link.say("one", "two");
        assertThat(link.reading).isFalse();
        rig.settle();
        assertThat(link.reading).isTrue();
    }

    @Test
    void aHandlerThatThrowsEndsItsSocketOnly() {
        Rig rig = new Rig().start();
        HandLink other = rig.openPlain(echo);
        HandLink link = rig.openPlain(echo);
        link.say("");
        rig.settle();
        assertThat(link.closes).extracting(CloseReason::code).containsExactly(1011);
        other.say("still here");
        rig.settle();
        assertThat(other.take()).containsExactly("still here");
        assertThat(rig.gateway.stats().handlerFailures()).isEqualTo(1);
    }

    @Test
    void aSocketClosedByItsHandlerSaysWhatItSaidBefore() {
        Rig rig = new Rig().start();
        HandLink link = rig.openPlain(echo);
        link.say("last words");
        rig.runHandler();
        sockets.get(0).close(CloseReason.NORMAL);
        sockets.get(0).sendText(utf8("too late"));
        rig.settle();
        assertThat(link.take()).containsExactly("last words");
        assertThat(link.closes).containsExactly(CloseReason.NORMAL);
        assertThat(rig.gateway.stats().links()).isZero();
    }

    @Test
    void aDrainClosesItToo() {
        Rig rig = new Rig().start();
        HandLink link = rig.openPlain(echo);
        rig.gateway.drain(Duration.ofSeconds(1));
        rig.settle();
        assertThat(link.closes).containsExactly(CloseReason.DRAINING);
        assertThat(link.take()).isEmpty();
    }
}
