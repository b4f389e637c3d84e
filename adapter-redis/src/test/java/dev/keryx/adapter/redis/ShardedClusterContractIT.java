package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Sharded Pub/Sub over a cluster keeps the whole contract. */
@Tag("faults")
@Tag("shapes")
class ShardedClusterContractIT implements MessageBusContract {
    @AutoClose
    private static final Place PLACE = Places.cluster(Flavor.SHARDED);

    @Override
    public BusHarness harness() {
        return RedisMessageBusContractIT.at(PLACE);
    }
}
