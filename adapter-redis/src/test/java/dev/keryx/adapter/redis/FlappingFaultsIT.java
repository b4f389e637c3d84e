package dev.keryx.adapter.redis;

import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A network that comes and goes. */
@Timeout(120)
class FlappingFaultsIT {
    @ConcurrencyTest
    @Tag("faults")
    @Rule({"BUS-80", "BUS-85"})
    void endsWithOneSubscriptionAfterFlapping() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.overNetwork(), bench.overNetwork());
            Duration phase = Duration.ofMillis(200);

            bench.audit.inject(() -> bench.network.flap(50, phase, phase));
            bench.audit.lift(() -> {});

            bench.audit.awaitRecovered();
            bench.awaitOneSubscriptionEach();
            bench.report(FaultRow.FLAPPING);
        }
    }
}
