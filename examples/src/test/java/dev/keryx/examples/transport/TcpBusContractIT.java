package dev.keryx.examples.transport;

import dev.keryx.Registration;
import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.BusWorld;
import dev.keryx.testkit.bus.MessageBusContract;
import java.net.InetSocketAddress;

/** A bus over a transport of one's own keeps the whole contract. */
class TcpBusContractIT implements MessageBusContract {
    private TcpHub hub = new TcpHub(0);
    private final InetSocketAddress address = hub.address();

    @Override
    public BusHarness harness() {
        InetSocketAddress nowhere = new InetSocketAddress(address.getAddress(), 1);
        return BusWorld.of(options -> TcpTransport.bus(address, options))
                .unreachableAt(nowhere.toString(), options -> TcpTransport.bus(nowhere, options))
                .countedBy(filter -> hub.followers(filter))
                .failing(this::outage)
                .reachedBy(() -> new BusHarness.Route(address, TcpTransport::bus))
                .maxFrameBytes(TcpHub.MAX_BYTES)
                .closing(() -> hub.close());
    }

    private Registration outage() {
        hub.close();
        return () -> hub = new TcpHub(address.getPort());
    }
}
