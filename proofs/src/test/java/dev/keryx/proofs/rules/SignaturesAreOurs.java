package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * Rule 3: no third-party type in a public signature, except in an adapter's builder, options or the static methods that
 * spare one the builder, and JUnit and AssertJ in the testkit.
 */
final class SignaturesAreOurs implements NeverRule {
    @Override
    public int number() {
        return 3;
    }

    @Override
    public Stream<Breach> breaches(House house, JavaClasses classes) {
        return classes.stream()
                .filter(house::published)
                .filter(SignaturesAreOurs::visible)
                .filter(type -> !(house.adapter(type).isPresent() && configures(type)))
                .flatMap(type -> breaches(house, type));
    }

    private static Stream<Breach> breaches(House house, JavaClass type) {
        Stream<Breach> heading = foreign(house, type, heading(type))
                .map(foreign -> Breach.of(type, "shows " + foreign.getName() + " in its heading"));
        Stream<Breach> members = type.getMembers().stream()
                .filter(SignaturesAreOurs::visible)
                .filter(member -> !(house.adapter(type).isPresent()
                        && member.getModifiers().contains(JavaModifier.STATIC)))
                .flatMap(member -> foreign(house, type, signature(member))
                        .map(foreign -> Breach.of(type, "shows " + foreign.getName() + " in " + member.getName())));
        return Stream.concat(heading, members);
    }

    private static Stream<JavaType> heading(JavaClass type) {
        return Stream.of(
                        type.getSuperclass().stream(), type.getInterfaces().stream(), type.getTypeParameters().stream())
                .flatMap(types -> types);
    }

    private static Stream<JavaType> signature(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit code = (JavaCodeUnit) member;
        return Stream.of(
                        Stream.of(code.getReturnType()),
                        code.getParameterTypes().stream(),
                        code.getTypeParameters().stream(),
                        code.getThrowsClause().getTypes().stream())
                .flatMap(types -> types);
    }

    private static Stream<JavaClass> foreign(House house, JavaClass type, Stream<? extends JavaType> types) {
        return types.map(JavaType::getAllInvolvedRawTypes)
                .flatMap(Collection::stream)
                .map(JavaClass::getBaseComponentType)
                .distinct()
                .filter(involved -> !involved.isPrimitive())
                .filter(involved -> !house.ours(involved) && !House.within(involved, "java"))
                .filter(involved -> !(house.under(type, "testkit") && testing(involved)));
    }

    private static boolean testing(JavaClass type) {
        return House.within(type, "org.junit") || House.within(type, "org.assertj");
    }

    private static boolean configures(JavaClass type) {
        return type.getName().endsWith("Builder") || type.getName().endsWith("Options");
    }

    private static boolean visible(JavaClass type) {
        return visible(type.getModifiers())
                && type.getEnclosingClass().map(SignaturesAreOurs::visible).orElse(true);
    }

    private static boolean visible(JavaMember member) {
        return visible(member.getModifiers());
    }

    private static boolean visible(Collection<JavaModifier> modifiers) {
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }
}
