package dev.keryx.cluster;

import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.link.Relay;
import java.util.Objects;

/** Makes rooms span nodes; called by the builders of gateways. */
public final class ClusterRelay {
    private ClusterRelay() {}

    /**
     * A relay over this bus, which stays its owner's and is started with the relay. Does nothing before its start and has no
     * thread of its own: it works on the bus's callbacks and on the clock's timer. Several may share one bus.
     *
     * @param bus how nodes reach each other; with {@link dev.keryx.bus.WireFormat#RAW} foreign publishes cannot be
     *     told from frames by their envelope, only by their shape
     * @param options of the gateway; the relay takes cluster, clock and observer
     * @return not started
     */
    public static Relay over(MessageBus bus, GatewayOptions options) {
        return new BusRelay(Objects.requireNonNull(bus, "bus"), Objects.requireNonNull(options, "options"));
    }
}
