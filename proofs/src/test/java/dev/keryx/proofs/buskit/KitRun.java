package dev.keryx.proofs.buskit;

import dev.keryx.proofs.kit.ContractRun;
import dev.keryx.testkit.bus.BusHarness;
import java.util.function.Supplier;

/** Runs of the bus contract on one harness. */
final class KitRun {
    private KitRun() {}

    static ContractRun whole(Supplier<BusHarness> harness) {
        UnderSuspicion.suspect(harness);
        return ContractRun.whole(UnderSuspicion.class);
    }

    /** Only the tests that carry one of these rules. */
    static ContractRun rules(Supplier<BusHarness> harness, String... rules) {
        UnderSuspicion.suspect(harness);
        return ContractRun.ofRules(UnderSuspicion.class, rules);
    }

    /** Only the tests of a rule that is broken. */
    static ContractRun ofBrokenRule(Supplier<BusHarness> harness, String rule) {
        UnderSuspicion.suspect(harness);
        return ContractRun.ofBrokenRule(UnderSuspicion.class, rule);
    }
}
