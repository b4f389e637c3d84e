package dev.keryx.adapter.websocket.netty;

import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.testkit.gateway.KeryxJsonContract;
import dev.keryx.testkit.gateway.KeryxJsonHarness;
import dev.keryx.testkit.gateway.RealtimeGatewayContract;
import dev.keryx.testkit.gateway.TextPipe;
import dev.keryx.testkit.gateway.WebSocketPipe;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

class NettyGatewayContractIT implements RealtimeGatewayContract, KeryxJsonContract, KeryxJsonHarness {
    @Override
    public KeryxJsonHarness harness() {
        return this;
    }

    @Override
    public RealtimeGateway gateway(GatewayOptions options, @Nullable MessageBus bus) {
        NettyGateway.Builder builder = NettyGateway.builder().port(0).options(options);
        return (bus == null ? builder : builder.bus(bus)).build();
    }

    @Override
    public Optional<RealtimeGateway> gatewayAt(GatewayOptions options, InetSocketAddress address) {
        return Optional.of(
                NettyGateway.builder().port(address.getPort()).options(options).build());
    }

    @Override
    public TextPipe open(RealtimeGateway gateway, TextPipe.Events events) {
        return WebSocketPipe.open(gateway, NettyGateway.DEFAULT_PATH, "keryx.v1.json", events);
    }
}
