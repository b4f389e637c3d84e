package dev.keryx.testkit.gateway;

import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.testkit.bus.BusHarness;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the contract gets gateways and clients of one adapter and one wire protocol; all that an adapter's author writes. Where
 * the protocol is {@code keryx.v1.json}, implement {@link KeryxJsonHarness} instead, which needs a pipe only.
 */
public interface GatewayHarness {
    /**
     * Makes a gateway that the test will start and close. Does nothing else.
     *
     * @param options to be taken as they are
     * @param bus how it reaches other nodes; null for a single node. It is the test's
     * @return a gateway on an address of its own
     */
    RealtimeGateway gateway(GatewayOptions options, @Nullable MessageBus bus);

    /**
     * Opens a wire to a started gateway and says nothing on it yet.
     *
     * @param gateway one that this harness made
     * @return a client; where the gateway does not let it in, one that is closed, or will be within moments
     */
    ProbeClient connect(RealtimeGateway gateway);

    /**
     * Makes a gateway, without a bus, that will listen where another one does or did.
     *
     * @param options to be taken as they are
     * @param address of the other
     * @return empty where gateways of this adapter have no address
     */
    default Optional<RealtimeGateway> gatewayAt(GatewayOptions options, InetSocketAddress address) {
        return Optional.empty();
    }

    /**
     * Makes a broker for one test. Its knob for outages is needed, no other.
     *
     * @return one inside the kit, over core's engine; override it to try the gateway over a real one
     */
    default BusHarness buses() {
        return new KitBroker();
    }
}
