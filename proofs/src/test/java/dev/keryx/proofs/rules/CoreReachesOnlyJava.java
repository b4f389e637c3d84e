package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.stream.Stream;

/** Rule 1: core reaches nothing but Java, the logging API and the annotations for null; no adapter, no testkit. */
final class CoreReachesOnlyJava implements NeverRule {
    @Override
    public int number() {
        return 1;
    }

    @Override
    public Stream<Breach> breaches(House house, JavaClasses classes) {
        return Reach.from(classes, house::core, target -> !mayBeReached(house, target));
    }

    private static boolean mayBeReached(House house, JavaClass target) {
        return house.core(target)
                || House.within(target, "java")
                || House.within(target, "org.slf4j")
                || House.within(target, "org.jspecify");
    }
}
