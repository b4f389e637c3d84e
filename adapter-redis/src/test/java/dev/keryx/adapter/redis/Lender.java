package dev.keryx.adapter.redis;

import dev.keryx.bus.BusOptions;
import dev.keryx.testkit.bus.BusHarness.Lent;
import io.lettuce.core.AbstractRedisClient;
import java.util.ArrayList;
import java.util.List;

/** Somebody who has clients, lends them to buses, and ends them afterwards. */
final class Lender {
    private final Place place;
    private final List<AbstractRedisClient> clients = new ArrayList<>();

    Lender(Place place) {
        this.place = place;
    }

    Lent lend(BusOptions options) {
        Loan loan = place.loan();
        clients.add(loan.client());
        return new Lent(loan.bus().options(options).build(), loan.works());
    }

    void end() {
        clients.forEach(AbstractRedisClient::shutdown);
    }
}
