package dev.keryx.adapter.inmemory;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.BusWorld;
import dev.keryx.testkit.bus.MessageBusContract;

class InMemoryBusContractTest implements MessageBusContract {
    private static final int MAX_FRAME_BYTES = 2 << 20;

    @Override
    public BusHarness harness() {
        InMemoryBroker broker = new InMemoryBroker(MAX_FRAME_BYTES);
        InMemoryFaults faults = broker.faults();
        faults.refuse("nowhere");
        return BusWorld.of(broker::bus)
                .unreachableAt("memory:nowhere", options -> broker.bus("nowhere", options))
                .countedBy(broker::followers)
                .rejecting(filter -> {
                    faults.reject(filter);
                    return () -> faults.permit(filter);
                })
                .failing(() -> {
                    faults.fail();
                    return faults::recover;
                })
                .refusing(() -> {
                    faults.refusePublishes();
                    return faults::takePublishes;
                })
                .bounding((bytes, options) -> {
                    faults.limitFrames("smaller", bytes);
                    return broker.bus("smaller", options);
                })
                .maxFrameBytes(MAX_FRAME_BYTES);
    }
}
