package dev.keryx.proofs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rule 8: an adapter shows at most four types; engines and adapters are final, and adapters are made by static methods.
 */
final class AdaptersShowLittle implements NeverRule {
    private static final int MOST = 4;

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

    private static Stream<Breach> openEngines(House house, JavaClasses classes) {
        return classes.stream()
                .filter(type ->
                        (house.in(type, "bus.transport") && type.getSimpleName().equals("TransportBus"))
                                || (house.in(type, "gateway.link")
                                        && type.getSimpleName().equals("GatewayEngine")))
                .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
                .map(type -> Breach.of(type, "is an engine that can be extended"));
    }

    private static Stream<Breach> openAdapters(House house, JavaClasses classes) {
        return classes.stream()
                .filter(type -> house.adapter(type).isPresent() && !type.isInterface())
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> isPort(house, type))
                .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL) || hasPublicConstructor(type))
                .map(type -> Breach.of(type, "is an adapter that can be extended or constructed"));
    }

    private static boolean isPort(House house, JavaClass type) {
        return type.isAssignableTo(house.root() + ".bus.MessageBus")
                || type.isAssignableTo(house.root() + ".gateway.RealtimeGateway");
    }

    private static boolean hasPublicConstructor(JavaClass type) {
        return type.getConstructors().stream()
                .anyMatch(constructor -> constructor.getModifiers().contains(JavaModifier.PUBLIC));
    }
}
