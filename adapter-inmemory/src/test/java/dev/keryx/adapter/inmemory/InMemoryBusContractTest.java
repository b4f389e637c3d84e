package dev.keryx.adapter.inmemory;

import dev.keryx.Registration;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.TopicFilter;
import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;

class InMemoryBusContractTest implements MessageBusContract {
    private static final int MAX_PAYLOAD_BYTES = 2 << 20;
    private static final int ENVELOPE_BYTES = 36;

    @Override
    public BusHarness harness() {
        return new World();
    }

    private static final class World implements BusHarness {
        private final InMemoryBroker broker = new InMemoryBroker(MAX_PAYLOAD_BYTES + ENVELOPE_BYTES);

        @Override
        public MessageBus bus(BusOptions options) {
            return broker.bus(options);
        }

        @Override
        public Unreachable unreachable(BusOptions options) {
            broker.faults().refuse("nowhere");
            return new Unreachable(broker.bus("nowhere", options), "memory:nowhere");
        }

        @Override
        public int brokerSubscriptions(TopicFilter filter) {
            return broker.followers(filter);
        }

        @Override
        public Registration reject(TopicFilter filter) {
            broker.faults().reject(filter);
            return () -> broker.faults().permit(filter);
        }

        @Override
        public Registration outage() {
            broker.faults().fail();
            return broker.faults()::recover;
        }

        @Override
        public int maxPayloadBytes() {
            return MAX_PAYLOAD_BYTES;
        }
    }
}
