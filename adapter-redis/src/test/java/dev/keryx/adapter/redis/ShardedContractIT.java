package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Sharded Pub/Sub at a server that stands alone keeps the whole contract. */
@Tag("faults")
@Tag("shapes")
class ShardedContractIT implements MessageBusContract {
    private static Place place;

    @BeforeAll
    static void start() {
        place = Places.alone(Flavor.SHARDED, builder -> builder);
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
