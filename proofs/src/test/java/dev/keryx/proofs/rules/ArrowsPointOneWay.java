package dev.keryx.proofs.rules;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.stream.Stream;

/**
 * Rule 4: no package cycles; bus and gateway do not know each other, nor those who drive and join them; no published code
 * reaches the testkit; examples stay with what applications use.
 */
final class ArrowsPointOneWay implements NeverRule {
    @Override
    public int number() {
        return 4;
    }

    @Override
    public Stream<Breach> breaches(House house, JavaClasses classes) {
        return Stream.of(
                        cycles(house, classes),
                        betweenPorts(house, classes),
                        testkit(house, classes),
                        examples(house, classes))
                .flatMap(breaches -> breaches);
    }

    private static Stream<Breach> cycles(House house, JavaClasses classes) {
        return slices()
                .assignedFrom(new Packages(house))
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(false)
                .evaluate(classes)
                .getFailureReport()
                .getDetails()
                .stream()
                .map(cycle -> new Breach(house.root(), cycle));
    }

    private static Stream<Breach> betweenPorts(House house, JavaClasses classes) {
        return Stream.of(
                        Reach.from(classes, type -> house.under(type, "bus"), target -> house.under(target, "gateway")),
                        Reach.from(classes, type -> house.under(type, "gateway"), target -> house.under(target, "bus")),
                        Reach.from(
                                classes,
                                type -> house.in(type, "bus") || house.in(type, "gateway"),
                                target -> forAdapterAuthors(house, target) || house.under(target, "cluster")))
                .flatMap(breaches -> breaches);
    }

    private static Stream<Breach> testkit(House house, JavaClasses classes) {
        return Reach.from(
                classes,
                type -> house.published(type) && !house.under(type, "testkit"),
                target -> house.under(target, "testkit"));
    }

    private static Stream<Breach> examples(House house, JavaClasses classes) {
        return Stream.concat(
                Reach.from(
                        classes,
                        type -> house.under(type, "examples") && !house.under(type, "examples.transport"),
                        target -> forAdapterAuthors(house, target)),
                Reach.from(
                        classes,
                        type -> house.under(type, "examples.transport"),
                        target -> !enoughForATransport(house, target)));
    }

    private static boolean forAdapterAuthors(House house, JavaClass type) {
        return house.under(type, "bus.transport")
                || house.under(type, "gateway.link")
                || house.under(type, "gateway.engine");
    }

    private static boolean enoughForATransport(House house, JavaClass type) {
        return house.in(type, "")
                || house.in(type, "bus")
                || house.in(type, "bus.transport")
                || house.under(type, "examples.transport")
                || House.within(type, "java");
    }

    /** Every package is a slice, the root too, which patterns leave out. */
    private record Packages(House house) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return house.ours(type) ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + house.root();
        }
    }
}
