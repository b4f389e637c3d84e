package dev.keryx.cluster;

import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.link.Relay;

/** Makes rooms span nodes; called by the builders of gateways. */
public final class ClusterRelay {
    private ClusterRelay() {}

    /** A relay over this bus, which stays its owner's and is started with the relay. Does nothing before its start. */
    @SuppressWarnings("DoNotCallSuggester")
    public static Relay over(MessageBus bus, GatewayOptions options) {
        throw new UnsupportedOperationException("the relay is still to come");
    }
}
