package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Slow is not dead, until no heartbeat gets through. */
@Timeout(120)
class SlowNetworkFaultsIT {
    /** Slow faults last longer than a heartbeat may take to be answered. */
    private static final Duration BEYOND_A_HEARTBEAT = Duration.ofSeconds(6);

    /** Little enough for a slow network. */
    private static final Duration NOW_AND_THEN = Duration.ofMillis(500);

    @ConcurrencyTest
    @Tag("faults")
    @Rule("BUS-81")
    void raisesNoAlarmWhenEverythingIsLate() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.overNetwork(), bench.overNetwork());

            bench.audit.inject(() -> bench.network.delay(Duration.ofMillis(400)));
            FaultBench.last(BEYOND_A_HEARTBEAT);
            bench.audit.lift(bench.network::resume);

            assertThat(bench.report(FaultRow.DELAY).lostSignalled()).isZero();
        }
    }

    @ConcurrencyTest
    @Tag("faults")
    @Rule("BUS-81")
    void raisesNoAlarmWhenLittlePasses() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.overNetwork(), bench.overNetwork(), NOW_AND_THEN);

            bench.audit.inject(() -> bench.network.trickle(400));
            FaultBench.last(BEYOND_A_HEARTBEAT);
            bench.audit.lift(bench.network::resume);

            assertThat(bench.report(FaultRow.TRICKLE).lostSignalled()).isZero();
        }
    }

    @ConcurrencyTest
    @Tag("faults")
    @Rule("BUS-81")
    void noticesWhenTooLittlePassesForAHeartbeat() {
        try (FaultBench bench = new FaultBench()) {
            bench.traffic(bench.overNetwork(), bench.overNetwork(), NOW_AND_THEN);

            bench.audit.inject(() -> bench.network.trickle(1));
            bench.audit.awaitDetected();
            bench.audit.lift(bench.network::resume);

            bench.report(FaultRow.ONE_BYTE);
        }
    }
}
