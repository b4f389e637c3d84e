package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Classic Pub/Sub over a cluster keeps the whole contract. */
@Tag("faults")
@Tag("shapes")
class ClusterContractIT implements MessageBusContract {
    @AutoClose
    private static final Place PLACE = Places.cluster(Flavor.CLASSIC);

    @Override
    public BusHarness harness() {
        return RedisMessageBusContractIT.at(PLACE);
    }
}
