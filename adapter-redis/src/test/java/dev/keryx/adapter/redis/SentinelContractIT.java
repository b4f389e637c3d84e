package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** The bus over a Redis that Sentinel watches over keeps the whole contract. */
@Tag("faults")
@Tag("shapes")
class SentinelContractIT implements MessageBusContract {
    @AutoClose
    private static final Place PLACE = Places.sentinels();

    @Override
    public BusHarness harness() {
        return RedisMessageBusContractIT.at(PLACE);
    }
}
