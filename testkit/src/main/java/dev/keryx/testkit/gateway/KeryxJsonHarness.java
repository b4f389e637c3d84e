package dev.keryx.testkit.gateway;

import dev.keryx.gateway.RealtimeGateway;

/** A {@link GatewayHarness} for {@code keryx.v1.json}: the adapter supplies a pipe, the kit speaks on it. */
public interface KeryxJsonHarness extends GatewayHarness {
    /**
     * Opens a wire on which {@code keryx.v1.json} is spoken, and says nothing on it.
     *
     * @param gateway one that this harness made, started
     * @param events is told what comes over the wire, one call at a time
     * @return the wire; where the gateway does not let it in, one that reports its end within moments
     */
    TextPipe open(RealtimeGateway gateway, TextPipe.Events events);

    @Override
    default ProbeClient connect(RealtimeGateway gateway) {
        return KeryxJsonProbe.over(events -> open(gateway, events));
    }
}
