package dev.keryx.proofs.gwkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.proofs.kit.ContractRun;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The right gateway passes the whole contract, and each of its rules is broken by a {@link WrongGateways wrong one}. */
class RightGatewayTest {
    @Test
    void theRightGatewayPasses() {
        UnderSuspicion.suspect(new SuspectHarness(Suspect.INNOCENT));
        ContractRun run = ContractRun.whole(UnderSuspicion.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isNotEmpty();
    }

    @Test
    void everyRuleIsBrokenBySomebody() {
        Set<String> broken = suspects().map(Suspect::rule).collect(Collectors.toCollection(TreeSet::new));
        assertThat(broken).isEqualTo(ContractRun.rules(UnderSuspicion.class));
    }

    private static Stream<Suspect> suspects() {
        return Stream.of(
                        new WrongAudiencesTest(),
                        new WrongDoorsTest(),
                        new WrongLivesTest(),
                        new WrongTalkTest(),
                        new WrongWiresTest())
                .map(WrongGateways::suspects)
                .flatMap(List::stream);
    }
}
