package dev.keryx.proofs.gwkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.proofs.kit.ContractRun;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract notices: each wrong gateway fails the rule that it breaks, and the right one passes everything. */
class WrongGatewaysTest {
    @Test
    void theRightGatewayPasses() {
        UnderSuspicion.suspect(new SuspectHarness(Suspect.INNOCENT));
        ContractRun run = ContractRun.whole(UnderSuspicion.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("suspects")
    void theWrongGatewayFailsTheRuleThatItBreaks(Suspect suspect) {
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

    @Test
    void everyRuleIsBrokenBySomebody() {
        Set<String> broken = suspects().stream().map(Suspect::rule).collect(Collectors.toCollection(TreeSet::new));
        assertThat(broken).isEqualTo(ContractRun.rules(UnderSuspicion.class));
    }

    static List<Suspect> suspects() {
        return Stream.of(
                        WrongAudiences.suspects(),
                        WrongDoors.suspects(),
                        WrongLives.suspects(),
                        WrongTalk.suspects(),
                        WrongWires.suspects())
                .flatMap(List::stream)
                .toList();
    }
}
