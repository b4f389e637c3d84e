package dev.keryx.examples.transport;

import dev.keryx.Registration;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** A bus over a transport of one's own keeps the whole contract. */
class TcpBusContractIT implements MessageBusContract {
    private static final int ENVELOPE_BYTES = 36;

    @Override
    public BusHarness harness() {
        return new World();
    }

    private static final class World implements BusHarness {
        private TcpHub hub = hub(0);
        private final InetSocketAddress address = hub.address();

        private static TcpHub hub(int port) {
            try {
                return new TcpHub(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public MessageBus bus(BusOptions options) {
            return TcpTransport.bus(address, options);
        }

        @Override
        public Unreachable unreachable(BusOptions options) {
            try (TcpHub gone = hub(0)) {
                return new Unreachable(
                        TcpTransport.bus(gone.address(), options),
                        gone.address().toString());
            }
        }

        @Override
        public int brokerSubscriptions(TopicFilter filter) {
            return (int) hub.followers(filter);
        }

        @Override
        public Registration outage() {
            TcpHub gone = hub;
            gone.close();
            return () -> hub = hub == gone ? hub(address.getPort()) : hub;
        }

        @Override
        public int maxPayloadBytes() {
            return TcpHub.MAX_BYTES - ENVELOPE_BYTES;
        }

        @Override
        public void close() {
            hub.close();
        }
    }
}
