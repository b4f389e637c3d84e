package dev.keryx.adapter.redis;

import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.BusWorld;
import dev.keryx.testkit.bus.MessageBusContract;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** The bus over a real Redis keeps the whole contract. */
class RedisMessageBusContractIT implements MessageBusContract {
    @AutoClose
    private static final Place PLACE = Places.alone();

    @Override
    public BusHarness harness() {
        return at(PLACE);
    }

    /** A harness for Redis of any shape. */
    static BusHarness at(Place place) {
        String nowhere = "127.0.0.1:" + RedisServer.unusedPort();
        Lender lender = new Lender(place);
        return BusWorld.of(options -> place.bus(place.addresses(), options))
                .unreachableAt(nowhere, options -> place.bus(List.of(nowhere), options))
                .countedBy(place::subscriptions)
                .rejecting(place::refuse)
                .failing(place::fail)
                .refusing(place::busy)
                .reachedBy(place::route)
                .bounding((bytes, options) -> place.busAt(place.addresses())
                        .maxFrameBytes(bytes)
                        .options(options)
                        .build())
                .foreignBy(place::publish)
                .lending(lender::lend)
                .maxFrameBytes(Place.MAX_FRAME_BYTES)
                .closing(lender::end);
    }
}
