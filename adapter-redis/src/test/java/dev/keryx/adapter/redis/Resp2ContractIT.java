package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** The bus keeps the whole contract in the old protocol, too. */
@Tag("faults")
@Tag("shapes")
class Resp2ContractIT implements MessageBusContract {
    @AutoClose
    private static final Place PLACE = Places.alone(Flavor.CLASSIC, ProtocolVersion.RESP2);

    @Override
    public BusHarness harness() {
        return RedisMessageBusContractIT.at(PLACE);
    }
}
