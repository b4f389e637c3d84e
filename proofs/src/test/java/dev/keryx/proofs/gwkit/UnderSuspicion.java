package dev.keryx.proofs.gwkit;

import dev.keryx.testkit.gateway.KeryxJsonContract;
import dev.keryx.testkit.gateway.RealtimeGatewayContract;

/** The contract, run on whoever is under suspicion now. Not a test of the build. */
public class UnderSuspicion implements RealtimeGatewayContract, KeryxJsonContract {
    // JUnit makes the instance, so what it is about has to wait here. One run at a time.
    private static volatile SuspectHarness now = new SuspectHarness(Suspect.INNOCENT);

    static void suspect(SuspectHarness harness) {
        now = harness;
    }

    @Override
    public SuspectHarness harness() {
        return now;
    }
}
