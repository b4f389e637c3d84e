package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.testkit.gateway.KeryxJsonContract;
import dev.keryx.testkit.gateway.KeryxJsonHarness;
import dev.keryx.testkit.gateway.RealtimeGatewayContract;
import dev.keryx.testkit.gateway.TextPipe;
import org.jspecify.annotations.Nullable;

/** On real threads, as in production. */
class InMemoryGatewayContractTest implements RealtimeGatewayContract, KeryxJsonContract, KeryxJsonHarness {
    @Override
    public KeryxJsonHarness harness() {
        return this;
    }

    @Override
    public RealtimeGateway gateway(GatewayOptions options, @Nullable MessageBus bus) {
        InMemoryGateway.Builder builder =
                InMemoryGateway.builder().options(options).lanes(2);
        return (bus == null ? builder : builder.bus(bus)).build();
    }

    @Override
    public TextPipe open(RealtimeGateway gateway, TextPipe.Events events) {
        InMemoryGateway.Wire wire = ((InMemoryGateway) gateway)
                .connect(message -> events.text(message.utf8()), reason -> events.closed(reason.code()));
        return TextPipe.of(
                wire::send, bytes -> wire.send(Payload.of(bytes)), wire::stall, wire::resume, wire::close, wire::drop);
    }
}
