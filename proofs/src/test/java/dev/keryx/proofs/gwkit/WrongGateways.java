package dev.keryx.proofs.gwkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.proofs.kit.ContractRun;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gateways that are wrong on purpose; the contract notices each of them. A class of tests each, because classes run beside
 * each other in JVMs of their own: in one JVM, the probes of one run would see the threads of another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
interface WrongGateways {
    List<Suspect> suspects();

    @ParameterizedTest
    @MethodSource("suspects")
    default void theWrongGatewayFailsTheRuleThatItBreaks(Suspect suspect) {
        SuspectHarness harness = new SuspectHarness(suspect);
        UnderSuspicion.suspect(harness);
        try {
            assertThat(ContractRun.ofBrokenRule(UnderSuspicion.class, suspect.rule())
                            .failures())
                    .isNotEmpty();
        } finally {
            harness.closeAll();
        }
    }
}
