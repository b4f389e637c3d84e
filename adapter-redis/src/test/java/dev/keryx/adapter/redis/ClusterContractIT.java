package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Classic Pub/Sub over a cluster keeps the whole contract. */
@Tag("faults")
@Tag("shapes")
class ClusterContractIT implements MessageBusContract {
    private static Place place;

    @BeforeAll
    static void start() {
        place = Places.cluster(Flavor.CLASSIC);
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
