package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** The bus keeps the whole contract by TLS, as a user who may do no more than it has to. */
@Tag("faults")
@Tag("shapes")
class TlsContractIT implements MessageBusContract {
    @AutoClose
    private static final Place PLACE = Places.guarded();

    @Override
    public BusHarness harness() {
        return RedisMessageBusContractIT.at(PLACE);
    }
}
