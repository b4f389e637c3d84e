package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Rule 7: every package has a package-info with {@code @NullMarked}. {@link PackagesNameTheirReaderTest} reads the rest. */
final class PackagesAreNullMarked implements NeverRule {
    @Override
    public int number() {
        return 7;
    }

    @Override
    public Stream<Breach> breaches(House house, JavaClasses classes) {
        return classes.stream()
                .filter(house::ours)
                .map(JavaClass::getPackage)
                .distinct()
                .filter(name -> !marked(name))
                .map(name -> new Breach(name.getName(), "has no package-info with @NullMarked"));
    }

    private static boolean marked(JavaPackage name) {
        return name.tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
    }
}
