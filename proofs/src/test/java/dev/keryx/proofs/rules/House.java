package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where what lives, below a root package. The root is {@code dev.keryx}, or that of a house that is wrong on purpose.
 *
 * @param named the packages that rules asked for; one that is not there makes its rule hold of nothing
 */
record House(String root, Set<String> named) {
    /** Everything else is core, so that a package nobody has named yet is held to the strictest rule. */
    private static final List<String> BESIDE_CORE = List.of(
            "adapter", "simulation", "protocol", "json", "testkit", "proofs", "redisserver", "benchmarks", "examples");

    private static final List<String> UNPUBLISHED = List.of("proofs", "redisserver", "benchmarks", "examples");

    House(String root) {
        this(root, ConcurrentHashMap.newKeySet());
    }

    boolean ours(JavaClass type) {
        return within(type, root);
    }

    boolean core(JavaClass type) {
        return ours(type) && !under(type, BESIDE_CORE);
    }

    boolean published(JavaClass type) {
        return ours(type) && !under(type, UNPUBLISHED);
    }

    /** Whether a class is in the package of that name below the root; the empty name is the root itself. */
    boolean in(JavaClass type, String name) {
        String place = name.isEmpty() ? root : root + "." + name;
        named.add(place);
        return packageOf(type).equals(place);
    }

    /** Whether a class is in the package of that name below the root, or deeper. */
    boolean under(JavaClass type, String name) {
        named.add(root + "." + name);
        return within(type, root + "." + name);
    }

    private boolean under(JavaClass type, List<String> names) {
        return names.stream().anyMatch(name -> under(type, name));
    }

    /**
     * Which adapter a class belongs to, such as {@code redis}; there are several for WebSocket, one per technology. What
     * stands behind the {@code Json} port is an adapter too.
     */
    Optional<String> adapter(JavaClass type) {
        if (under(type, "simulation")) {
            return Optional.of("inmemory");
        }
        if (!under(type, "adapter") && !under(type, "json")) {
            return Optional.empty();
        }
        String[] names = (packageOf(type).substring(root.length() + 1) + "..").split("\\.", -1);
        return Optional.of(names[1].equals("websocket") ? names[1] + "." + names[2] : names[1]);
    }

    /** Whether a class is in that package, or deeper, wherever it comes from. */
    static boolean within(JavaClass type, String packageName) {
        return packageOf(type).equals(packageName) || packageOf(type).startsWith(packageName + ".");
    }

    /** What a class reaches, arrays as their elements; annotations do nothing, so they do not count. */
    static Stream<Dependency> reaches(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> !target(dependency).isPrimitive())
                .filter(dependency -> !target(dependency).isAnnotation());
    }

    static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    private static String packageOf(JavaClass type) {
        return type.getBaseComponentType().getPackageName();
    }
}
