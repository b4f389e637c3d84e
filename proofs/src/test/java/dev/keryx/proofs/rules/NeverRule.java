package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.stream.Stream;

/** One of the numbered rules. */
interface NeverRule {
    int number();

    /** Every place that breaks this rule, not only the first. */
    Stream<Breach> breaches(House house, JavaClasses classes);
}
