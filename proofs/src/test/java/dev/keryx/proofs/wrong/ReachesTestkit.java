package dev.keryx.proofs.wrong;

import dev.keryx.proofs.wrong.testkit.Contract;

/** Rules 1 and 4: core depends on the testkit. */
class ReachesTestkit {
    Contract contract = new Contract();
}
