package dev.keryx.proofs.rules;

import static dev.keryx.proofs.rules.House.target;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds who reaches what they must not. */
final class Reach {
    private Reach() {}

    static Stream<Breach> from(JavaClasses classes, Predicate<JavaClass> source, Predicate<JavaClass> forbidden) {
        return from(classes, (from, to) -> source.test(from) && forbidden.test(to));
    }

    static Stream<Breach> from(JavaClasses classes, BiPredicate<JavaClass, JavaClass> forbidden) {
        return classes.stream()
                .flatMap(type -> House.reaches(type)
                        .filter(dependency -> forbidden.test(type, target(dependency)))
                        .map(dependency -> "reaches " + target(dependency).getName())
                        .distinct()
                        .map(what -> Breach.of(type, what)));
    }
}
