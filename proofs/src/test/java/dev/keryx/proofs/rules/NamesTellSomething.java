package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rule 6: no name that tells only how a type is made or that it was left over, and no package for leftovers. */
final class NamesTellSomething implements NeverRule {
    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Impl|Base|Helper|Utils?|Manager)|Abstract.*|I[A-Z].*");

    @Override
    public int number() {
        return 6;
    }

    @Override
    public Stream<Breach> breaches(House house, JavaClasses classes) {
        return classes.stream().filter(house::ours).flatMap(NamesTellSomething::breaches);
    }

    private static Stream<Breach> breaches(JavaClass type) {
        Stream<Breach> name = EMPTY_NAME.matcher(type.getSimpleName()).matches()
                ? Stream.of(Breach.of(type, "has a name that tells nothing"))
                : Stream.empty();
        Stream<Breach> drawer = List.of(type.getPackageName().split("\\.")).contains("util")
                ? Stream.of(Breach.of(type, "is in a package for leftovers"))
                : Stream.empty();
        return Stream.concat(name, drawer);
    }
}
