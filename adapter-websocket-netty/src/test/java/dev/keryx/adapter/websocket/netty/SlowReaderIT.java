package dev.keryx.adapter.websocket.netty;

import static dev.keryx.adapter.websocket.netty.Frames.FIN;
import static dev.keryx.adapter.websocket.netty.Frames.PING;
import static dev.keryx.adapter.websocket.netty.Frames.frame;
import static dev.keryx.adapter.websocket.netty.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"best", "nio"})
class SlowReaderIT {
    @Parameter
    private String transport;

    private static final int LARGE = 8 << 20;

    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = TestServer.over(transport, Settings.PART_WITHIN);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void whatDoesNotGoIsKeptInOrderAndToldWhenGone() throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            assertThat(link.send(new byte[10], true)).isTrue();
            assertThat(link.onLane(link.link::unsentBytes)).isZero();
            assertThat(link.send(new byte[LARGE], true)).isFalse();
            assertThat(link.onLane(link.link::unsentBytes)).isBetween(1, LARGE + 10);
            assertThat(client.frame().payload()).hasSize(10);
            assertThat(client.frame().payload()).hasSize(LARGE);
            assertThat(link.next()).isEqualTo("writable");
            assertThat(link.onLane(link.link::unsentBytes)).isZero();
            assertThat(link.send(new byte[11], true)).isTrue();
            assertThat(client.frame().payload()).hasSize(11);
            assertThat(link.heard).isEmpty();
        }
    }

    @Test
    void itMaySendAgainFromInsideOfWritable() throws Exception {
        server.door.links = link -> new TestLink(link) {
            private int rounds;

            @Override
            public void writable() {
                super.writable();
                if (++rounds < 5) {
                    sendNow(new byte[LARGE], true);
                }
            }
        };
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            assertThat(link.send(new byte[LARGE], true)).isFalse();
            for (int round = 0; round < 5; round++) {
                assertThat(client.frame().payload()).hasSize(LARGE);
                assertThat(link.next()).isEqualTo("writable");
            }
        }
    }

    @Test
    void pongsComeBehindWhatIsKeptAndOnlyTheLast() throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            assertThat(link.send(new byte[LARGE], true)).isFalse();
            client.send(Frames.join(frame(FIN | PING, (byte) '1'), frame(FIN | PING, (byte) '2'), text("read")));
            assertThat(link.next()).isEqualTo("text read");
            assertThat(client.frame().payload()).hasSize(LARGE);
            assertThat(client.frame().text()).isEqualTo("2");
            assertThat(link.next()).isEqualTo("writable");
        }
    }

    @Test
    void theGoodbyeComesBehindWhatIsKept() throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            assertThat(link.send(new byte[LARGE], true)).isFalse();
            link.close(CloseReason.DRAINING);
            assertThat(client.frame().payload()).hasSize(LARGE);
            assertThat(client.frame().closeCode()).isEqualTo(4001);
            client.send(Frames.goodbye(1000, ""));
            assertThat(client.ends()).isTrue();
            assertThat(link.next()).isEqualTo("closed 4001 draining");
        }
    }

    @Test
    void onesThatNeverReadAreCutOffAfterTheGoodbye() throws Exception {
        server.close();
        server = TestServer.over(transport, Duration.ofMillis(100));
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            assertThat(link.send(new byte[LARGE], true)).isFalse();
            link.close(CloseReason.DRAINING);
            assertThat(link.next()).isEqualTo("closed 4001 draining");
            assertThat(client.isReset()).isTrue();
        }
    }

    @Test
    void aSlowOneIsFreedAtOnce() throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            assertThat(link.send(new byte[LARGE], true)).isFalse();
            link.close(CloseReason.SLOW);
            assertThat(link.next()).isEqualTo("closed 4008 too slow");
            assertThat(client.isReset()).isTrue();
        }
    }

    @Test
    void oneChunkGoesToManyLinks() throws Exception {
        try (RawClient slow = server.enter();
                RawClient quick = server.enter()) {
            TestLink first = server.door.next();
            TestLink second = server.door.next();
            assertThat(first.send(new byte[LARGE], true)).isFalse();
            assertThat(second.send(new byte[LARGE], true)).isFalse();
            assertThat(quick.frame().payload()).hasSize(LARGE);
            assertThat(slow.frame().payload()).hasSize(LARGE);
            assertThat(first.next()).isEqualTo("writable");
            assertThat(second.next()).isEqualTo("writable");
        }
    }

    @Test
    void aLinkThatIsNotReadLetsItsClientWait() throws Exception {
        try (RawClient client = server.enter()) {
            TestLink link = server.door.next();
            link.onLane(() -> {
                link.link.read(false);
                return null;
            });
            client.send(text("a"));
            // Another wire's round trips through the same loops prove that there was time to read.
            for (int round = 0; round < 20; round++) {
                server.servesTheNext();
            }
            assertThat(link.heard).isEmpty();
            link.onLane(() -> {
                link.link.read(true);
                return null;
            });
            assertThat(link.next()).isEqualTo("text a");
        }
    }
}
