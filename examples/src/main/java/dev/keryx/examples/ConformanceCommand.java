package dev.keryx.examples;

import dev.keryx.adapter.websocket.netty.NettyGateway;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.SocketHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Echoes WebSocket messages. For programs that judge conformance to RFC 6455. */
@Command(name = "conformance", description = "Echoes each WebSocket message on /echo, for RFC 6455 test suites.")
final class ConformanceCommand implements Callable<Integer> {
    private static final int MESSAGE_BYTES = 20 << 20;

    @Option(
            names = "--port",
            required = true,
            converter = PortNumber.class,
            description = "Where to listen; 0 takes a free port.")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        GatewayLimits limits = GatewayLimits.DEFAULT
                .messageBytes(MESSAGE_BYTES)
                .fragments(GatewayLimits.OFF, Duration.ofMinutes(10))
                .messageRate(GatewayLimits.OFF, GatewayLimits.OFF)
                .inbound(GatewayLimits.OFF, 4 * MESSAGE_BYTES)
                .outbound(4 * MESSAGE_BYTES, Duration.ofMinutes(1))
                .acceptsPerSecond(GatewayLimits.OFF)
                .connections(1_000, GatewayLimits.OFF);
        RealtimeGateway gateway = NettyGateway.builder()
                .port(port)
                .socket("/echo", new Echo())
                .options(GatewayOptions.DEFAULT.limits(limits))
                .build();
        Running.untilAsked(gateway, Optional.empty());
        return 0;
    }

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
