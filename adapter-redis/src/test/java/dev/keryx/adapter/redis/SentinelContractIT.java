package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The bus over a Redis that Sentinel watches over keeps the whole contract. */
@Tag("faults")
@Tag("shapes")
class SentinelContractIT implements MessageBusContract {
    private static Place place;

    @BeforeAll
    static void start() {
        place = Places.sentinels();
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
