package dev.keryx.proofs.buskit;

import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.MessageBusContract;
import java.util.function.Supplier;

/** The contract, run on whatever is under suspicion now. Not a test of the build: only {@link KitRun} runs it. */
public class UnderSuspicion implements MessageBusContract {
    // JUnit makes the instance, so what it is about has to wait here. One run at a time.
    private static volatile Supplier<BusHarness> now = () -> new LoopHarness(Suspect.INNOCENT);

    static void suspect(Supplier<BusHarness> harness) {
        now = harness;
    }

    @Override
    public BusHarness harness() {
        return now.get();
    }
}
