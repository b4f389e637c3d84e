package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

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
            assertThat(bench.subscriptionsTo("load.a")).isEqualTo(1);
            assertThat(bench.subscriptionsTo("load.b")).isEqualTo(1);
            bench.report(FaultRow.FLAPPING);
        }
    }
}
