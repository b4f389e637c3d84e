package dev.keryx.proofs.buskit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.testkit.bus.BusHarness;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Buses that are wrong on purpose; the contract notices each of them. A class of tests each, because classes run beside each
 * other in JVMs of their own: in one JVM, the probes of one run would see the threads of another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
interface WrongBuses {
    List<Suspect> suspects();

    @ParameterizedTest
    @MethodSource("suspects")
    default void theWrongBusFailsTheRuleThatItBreaks(Suspect suspect) {
        assertThat(KitRun.ofBrokenRule(() -> harness(suspect), suspect.rule()).failures())
                .isNotEmpty();
    }

    /** How it enters. */
    default BusHarness harness(Suspect suspect) {
        return new LoopHarness(suspect);
    }
}
