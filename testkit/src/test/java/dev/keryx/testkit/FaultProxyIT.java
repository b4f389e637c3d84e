package dev.keryx.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.TimeSource;
import dev.keryx.testkit.FaultProxy.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault by itself, between plain sockets: the test is the client and the server. */
@Timeout(60)
class FaultProxyIT {
    private static final TimeSource CLOCK = TimeSource.system();

    private final ThreadProbe threads = ThreadProbe.now();
    private final SocketProbe sockets = SocketProbe.now();
    private final List<Socket> ends = new ArrayList<>();
    private ServerSocket server;
    private FaultProxy proxy;
    private Socket client;
    private Socket served;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.to((InetSocketAddress) server.getLocalSocketAddress());
        client = dial();
        served = accept();
    }

    @AfterEach
    void leavesNoThreadAndNoSocket() throws IOException {
        proxy.close();
        proxy.close();
        for (Socket end : ends) {
            end.close();
        }
        server.close();
        threads.awaitNoneLeft("after close");
        sockets.awaitNoneLeft("after close");
    }

    private Socket dial() throws IOException {
        return kept(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
    }

    private Socket accept() throws IOException {
        return kept(server.accept());
    }

    private Socket kept(Socket socket) throws IOException {
        ends.add(socket);
        socket.setSoTimeout((int) Eventually.limit().toMillis());
        return socket;
    }

    private static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes());
    }

    private static void expect(Socket from, String text) throws IOException {
        assertThat(new String(from.getInputStream().readNBytes(text.length()))).isEqualTo(text);
    }

    private void expectBothWays() throws IOException {
        write(client, "question");
        expect(served, "question");
        write(served, "answer");
        expect(client, "answer");
    }

    private static void expectEnd(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException reset) {
            // An end too.
        }
    }

    @Test
    void passesEverythingBothWaysAndTheEnds() throws IOException {
        expectBothWays();
        assertThat(proxy.attempts()).isEqualTo(1);
        assertThat(proxy.connections()).isEqualTo(1);

        client.close();

        expectEnd(served);
        Eventually.equal("connections", 0, proxy::connections);
    }

    @Test
    void endsAConnectionThatTheServerEnds() throws IOException {
        served.close();
        expectEnd(client);
    }

    @Test
    void endsAConnectionWhereNobodyListens() throws IOException {
        server.close();
        expectEnd(dial());
    }

    @Test
    void swallowsOneWay() throws IOException {
        proxy.swallow(Way.TO_CLIENT);
        write(client, "question");
        expect(served, "question");
        write(served, "swallowed");
        expectSilence(client);

        proxy.resume();

        expectEnd(client);
        expectEnd(served);
    }

    private static void expectSilence(Socket socket) throws IOException {
        socket.setSoTimeout(50);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(java.net.SocketTimeoutException.class);
        socket.setSoTimeout((int) Eventually.limit().toMillis());
    }

    @Test
    void swallowsBothWaysAndTheEndToo() throws IOException {
        proxy.swallow();
        write(client, "swallowed");
        expectSilence(served);
        client.close();
        expectSilence(served);
        assertThat(proxy.connections()).isEqualTo(1);
        Socket late = dial();
        Socket lateServed = accept();
        write(late, "swallowed");
        expectSilence(lateServed);

        proxy.resume();

        expectEnd(served);
        expectEnd(late);
        Eventually.equal("connections", 0, proxy::connections);
    }

    @Test
    void leavesAConnectionAloneOnWhichNothingWasSwallowed() throws IOException {
        proxy.swallow();
        proxy.resume();
        expectBothWays();
    }

    @Test
    void cutsEachConnectionAfterSoManyBytes() throws IOException {
        expectBothWays();
        proxy.cutAfter(Way.TO_SERVER, 3);
        write(client, "que");
        expect(served, "que");
        expectEnd(served);
        expectEnd(client);

        Socket other = dial();
        Socket otherServed = accept();
        write(otherServed, "the other way passes");
        expect(other, "the other way passes");
        write(other, "q");
        expect(otherServed, "q");
        write(other, "uestion");
        expect(otherServed, "ue");
        expectEnd(otherServed);

        proxy.resume();
        client = dial();
        served = accept();
        expectBothWays();
    }

    @Test
    void cutsBeforeTheNextByte() throws IOException {
        proxy.cutAfter(Way.TO_CLIENT, 0);
        write(client, "question");
        expect(served, "question");
        write(served, "answer");
        expectEnd(client);
    }

    @Test
    void dropsTheConnectionsThereAre() throws IOException {
        proxy.drop();
        expectEnd(client);
        expectEnd(served);

        client = dial();
        served = accept();
        expectBothWays();
    }

    @Test
    void delaysUntilItIsOver() throws IOException {
        proxy.delay(Duration.ofMillis(200));
        long begin = CLOCK.nanos();
        expectBothWays();
        assertThat(Duration.ofNanos(CLOCK.nanos() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(400));

        proxy.delay(Duration.ofDays(1));
        write(client, "kept back");
        expectSilence(served);
        proxy.resume();
        expect(served, "kept back");
    }

    @Test
    void tricklesUntilItIsOver() throws IOException {
        proxy.trickle(100);
        long begin = CLOCK.nanos();
        expectBothWays();
        assertThat(Duration.ofNanos(CLOCK.nanos() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(130));

        proxy.trickle(1);
        write(client, "slow, then quick");
        expectSilence(served);
        proxy.resume();
        expect(served, "slow, then quick");
    }

    @Test
    void refusesNewConnectionsAndKeepsThoseThereAre() throws IOException {
        proxy.refuse();
        expectRefused();
        expectBothWays();

        proxy.resume();
        client = dial();
        served = accept();
        expectBothWays();
        assertThat(proxy.attempts()).isEqualTo(3);
    }

    /** The reset may come before the connect is seen as done. */
    private void expectRefused() throws IOException {
        try {
            expectEnd(dial());
        } catch (SocketException reset) {
            // Refused.
        }
    }

    @Test
    void flapsAndEndsUp() throws IOException {
        proxy.flap(3, Duration.ofMillis(1), Duration.ofMillis(1));
        expectEnd(client);

        client = dial();
        served = accept();
        expectBothWays();
    }

    @Test
    void closesWhateverItIsDoing() throws IOException {
        proxy.delay(Duration.ofDays(1));
        write(client, "kept back");
        proxy.swallow();
        dial();
        Thread flapping = new Thread(() -> proxy.flap(2, Duration.ofDays(1), Duration.ofDays(1)));
        flapping.start();

        proxy.close();

        Eventually.that("it no longer flaps", () -> !flapping.isAlive(), flapping::getState);
        expectEnd(client);
    }
}
