package dev.keryx.adapter.websocket.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.SocketHandler;
import dev.keryx.gateway.WebHandler;
import io.netty.util.LeakPresenceDetector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A server on a free port with a test's door; closing it checks that no buffer and no wire was left. */
final class TestServer {
    static final String PATH = "/ws";
    static final String ECHO = "/echo";

    final TestDoor door = new TestDoor();
    private final NettyServer server;

    private TestServer(NettyServer server) {
        this.server = server;
    }

    static TestServer open() throws Exception {
        return open(GatewayLimits.DEFAULT);
    }

    static TestServer open(GatewayLimits limits) throws Exception {
        return open(limits, Settings.PART_WITHIN, Map.of());
    }

    static TestServer open(GatewayLimits limits, Duration partWithin, Map<String, WebHandler> web) throws Exception {
        return open(settings(limits, partWithin, web));
    }

    /** Over the transport of this name, where a wire has so long to part. */
    static TestServer over(String transport, Duration partWithin) throws Exception {
        return open(
                settings(GatewayLimits.DEFAULT, partWithin, Map.of()),
                transport.equals("nio") ? Transport::nio : Transport::best);
    }

    private static Settings settings(GatewayLimits limits, Duration partWithin, Map<String, WebHandler> web) {
        Routes routes = Routes.of(PATH, "/health", web, Map.of(ECHO, new Echo()));
        return new Settings("127.0.0.1", 0, routes, limits, 2, partWithin);
    }

    static TestServer open(Settings settings) throws Exception {
        return open(settings, Transport::best);
    }

    static TestServer open(Settings settings, Supplier<Transport> transports) throws Exception {
        TestServer opened = new TestServer(new NettyServer(settings, transports));
        opened.server.open(opened.door).get(TestLink.PATIENCE_SECONDS, TimeUnit.SECONDS);
        return opened;
    }

    NettyServer server() {
        return server;
    }

    InetSocketAddress address() {
        return server.address().orElseThrow();
    }

    RawClient connect() throws IOException {
        return new RawClient(address());
    }

    /** Connects and upgrades. */
    RawClient enter() throws IOException {
        return RawClient.entered(address(), PATH);
    }

    RawClient enterEcho() throws IOException {
        return RawClient.entered(address(), ECHO);
    }

    /** One that works, as proof that the others did no harm. */
    void servesTheNext() throws IOException {
        try (RawClient next = enterEcho()) {
            next.send(Frames.text("next"));
            assertThat(next.frame().text()).isEqualTo("next");
        }
    }

    void close() throws Exception {
        server.close().get(TestLink.PATIENCE_SECONDS, TimeUnit.SECONDS);
        door.close();
        assertThat(door.wires).hasValue(0);
        LeakPresenceDetector.check();
    }

    /** Sends back what comes. */
    private static final class Echo implements SocketHandler {
        @Override
        public void text(Socket socket, byte[] utf8) {
            socket.sendText(utf8);
        }

        @Override
        public void binary(Socket socket, byte[] bytes) {
            socket.sendBinary(bytes);
        }
    }
}
