package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rule 8: an adapter shows at most four types; engines and adapters are final, and adapters are made by static methods.
 */
final class AdaptersShowLittle implements NeverRule {
    private static final int MOST = 4;
    private static final List<String> ENGINES =
            List.of("bus.transport.TransportBus", "gateway.engine.GatewayEngine", "gateway.engine.Gateway");
    private static final Set<String> USUAL_FACTORIES = Set.of("at", "create", "builder");

    @Override
    public int number() {
        return 8;
    }

    @Override
    public Stream<Breach> breaches(House house, JavaClasses classes) {
        return Stream.of(talkative(house, classes), openEngines(house, classes), openAdapters(house, classes))
                .flatMap(breaches -> breaches);
    }

    private static Stream<Breach> talkative(House house, JavaClasses classes) {
        Map<String, List<String>> shown = classes.stream()
                // What is left out here is the simulation, a tool for tests with a readership of its own.
                .filter(type -> house.under(type, "adapter"))
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .collect(Collectors.groupingBy(
                        type -> house.adapter(type).orElseThrow(),
                        TreeMap::new,
                        Collectors.mapping(JavaClass::getSimpleName, Collectors.toList())));
        return shown.entrySet().stream()
                .filter(adapter -> adapter.getValue().size() > MOST)
                .map(adapter ->
                        new Breach(house.root() + ".adapter." + adapter.getKey(), "shows " + adapter.getValue()));
    }

    /** One that is not where it is looked for is a breach too, or the rule would hold of nothing when it moves. */
    private static Stream<Breach> openEngines(House house, JavaClasses classes) {
        return ENGINES.stream()
                .map(engine -> house.root() + "." + engine)
                .filter(engine ->
                        !classes.contain(engine) || !is(classes.get(engine).getModifiers(), JavaModifier.FINAL))
                .map(engine -> new Breach(engine, "is an engine that can be extended, or that is not there"));
    }

    private static Stream<Breach> openAdapters(House house, JavaClasses classes) {
        return classes.stream()
                .filter(type -> house.adapter(type).isPresent() && !type.isInterface())
                .filter(type -> is(type.getModifiers(), JavaModifier.PUBLIC))
                .filter(type -> isPort(house, type) || factories(type).anyMatch(made -> makesPort(house, made)))
                .filter(type ->
                        !is(type.getModifiers(), JavaModifier.FINAL) || canBeConstructed(type) || isUnusual(type))
                .map(type ->
                        Breach.of(type, "is an adapter that can be extended or constructed, or is made unusually"));
    }

    private static boolean isPort(House house, JavaClass type) {
        return type.isAssignableTo(house.root() + ".bus.MessageBus")
                || type.isAssignableTo(house.root() + ".gateway.RealtimeGateway");
    }

    private static Stream<JavaMethod> factories(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> is(method.getModifiers(), JavaModifier.PUBLIC)
                        && is(method.getModifiers(), JavaModifier.STATIC));
    }

    private static boolean makesPort(House house, JavaMethod factory) {
        return isPort(house, factory.getRawReturnType());
    }

    private static boolean canBeConstructed(JavaClass type) {
        return type.getConstructors().stream()
                .anyMatch(constructor -> !is(constructor.getModifiers(), JavaModifier.PRIVATE));
    }

    private static boolean isUnusual(JavaClass type) {
        return factories(type).map(JavaMethod::getName).noneMatch(USUAL_FACTORIES::contains);
    }

    private static boolean is(Set<JavaModifier> modifiers, JavaModifier modifier) {
        return modifiers.contains(modifier);
    }
}
