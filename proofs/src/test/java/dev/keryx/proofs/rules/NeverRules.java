package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;

/** All rules, so that one run tells everything that is wrong. */
final class NeverRules {
    static final List<NeverRule> ALL = List.of(
            new CoreReachesOnlyJava(),
            new AdaptersAreApart(),
            new SignaturesAreOurs(),
            new ArrowsPointOneWay(),
            new TimeComesFromOutside(),
            new NamesTellSomething(),
            new PackagesAreNullMarked(),
            new AdaptersShowLittle());

    private NeverRules() {}

    /** The breaches of all rules, a line each: the number of the rule and the place. */
    static List<String> report(House house, JavaClasses classes) {
        return ALL.stream()
                .flatMap(rule -> rule.breaches(house, classes)
                        .map(breach -> "rule " + rule.number() + ": " + breach)
                        .sorted())
                .toList();
    }
}
