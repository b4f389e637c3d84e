package dev.keryx.adapter.redis;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The bus keeps the whole contract in the old protocol, too. */
@Tag("faults")
@Tag("shapes")
class Resp2ContractIT implements MessageBusContract {
    private static Place place;

    @BeforeAll
    static void start() {
        place = Places.alone(Flavor.CLASSIC, builder -> builder.protocol(ProtocolVersion.RESP2));
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
