package dev.keryx.proofs.wrong;

import org.assertj.core.api.AbstractAssert;

/** Rule 1: an array of what core must not know. */
class ReachesAssertJ {
    final AbstractAssert<?, ?>[] assertions = {};
}
