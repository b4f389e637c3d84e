package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The bus keeps the whole contract by TLS, as a user who may do no more than it has to. */
@Tag("faults")
@Tag("shapes")
class TlsContractIT implements MessageBusContract {
    private static Place place;

    @BeforeAll
    static void start() {
        place = Places.guarded();
    }

    @AfterAll
    static void stop() {
        place.close();
    }

    @Override
    public BusHarness harness() {
        return new RedisHarness(place);
    }
}
