package dev.keryx.proofs.wrong.testkit;

import org.assertj.core.api.ThrowableAssert;

/** Right: the testkit may show AssertJ. */
public class Contract {
    public ThrowableAssert.ThrowingCallable assertion() {
        return () -> {};
    }
}
