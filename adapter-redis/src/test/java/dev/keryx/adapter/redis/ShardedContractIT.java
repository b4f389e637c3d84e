package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Sharded Pub/Sub at a server that stands alone keeps the whole contract. */
@Tag("faults")
@Tag("shapes")
class ShardedContractIT implements MessageBusContract {
    @AutoClose
    private static final Place PLACE = Places.alone(Flavor.SHARDED, ProtocolVersion.RESP3);

    @Override
    public BusHarness harness() {
        return RedisMessageBusContractIT.at(PLACE);
    }
}
