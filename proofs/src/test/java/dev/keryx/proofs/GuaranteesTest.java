package dev.keryx.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.keryx.proofs.kit.Sources;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.bus.BusContract;
import dev.keryx.testkit.bus.MessageBusContract;
import dev.keryx.testkit.gateway.GatewayContract;
import dev.keryx.testkit.gateway.KeryxJsonContract;
import dev.keryx.testkit.gateway.RealtimeGatewayContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;

/** The page of guarantees lists exactly what tests prove. */
class GuaranteesTest {
    /** Where the adapters of the bus's columns have their tests. */
    private static final Map<String, String> BUS_MODULES =
            Map.of("In memory", "adapter-inmemory", "Redis", "adapter-redis", "TCP example", "examples");

    /** The same for the gateway's columns. */
    private static final Map<String, String> GATEWAY_MODULES =
            Map.of("In memory", "adapter-inmemory", "WebSocket", "adapter-websocket-netty");

    /** What a harness must be able to do, so that a test of the rule proves something. */
    private static final Map<String, Knob> KNOBS = Map.ofEntries(
            Map.entry("BUS-10", Knob.UNREACHABLE),
            Map.entry("BUS-11", Knob.OUTAGE),
            Map.entry("BUS-12", Knob.REJECT),
            Map.entry("BUS-13", Knob.REJECT),
            Map.entry("BUS-59", Knob.OUTAGE),
            Map.entry("BUS-60", Knob.LENT),
            Map.entry("BUS-61", Knob.OUTAGE),
            Map.entry("BUS-62", Knob.OUTAGE),
            Map.entry("BUS-68", Knob.REJECT),
            Map.entry("BUS-70", Knob.OUTAGE),
            Map.entry("BUS-71", Knob.OUTAGE),
            Map.entry("BUS-72", Knob.OUTAGE),
            Map.entry("BUS-73", Knob.OUTAGE),
            Map.entry("BUS-80", Knob.ROUTE),
            Map.entry("BUS-81", Knob.ROUTE),
            Map.entry("BUS-82", Knob.ROUTE),
            Map.entry("BUS-84", Knob.ROUTE),
            Map.entry("BUS-85", Knob.ROUTE),
            Map.entry("BUS-86", Knob.ROUTE),
            Map.entry("BUS-87", Knob.BUSY),
            Map.entry("BUS-88", Knob.BOUNDED));

    /** How it reads in a harness of a class's own, and in one put together from its knobs. */
    private enum Knob {
        UNREACHABLE("unreachable", "unreachableAt"),
        OUTAGE("outage", "failing"),
        REJECT("reject", "rejecting"),
        ROUTE("route", "reachedBy"),
        BUSY("busy", "refusing"),
        BOUNDED("bounded", "bounding"),
        LENT("lent", "lending");

        private final String method;
        private final String part;

        Knob(String method, String part) {
            this.method = method;
            this.part = part;
        }

        boolean isIn(String source) {
            return (source.contains("implements BusHarness") && source.contains(" " + method + "("))
                    || (source.contains("BusWorld.of(") && source.contains("." + part + "("));
        }
    }

    private static final Pattern RULE = Pattern.compile("@Rule\\([^)]*\\)");
    private static final Pattern NUMBER = Pattern.compile("[A-Z]{2,3}-\\d{2,}");

    private static final JavaClasses TESTS =
            new ClassFileImporter().importPackages("dev.keryx.testkit", "dev.keryx.proofs");

    @Test
    void everyListedRuleHasATestAndEveryTestsRuleIsListed() {
        Set<String> proved = new TreeSet<>();
        rulesOfTests().forEach(proved::add);
        rulesOfAdapters().forEach(proved::add);
        assertThat(proved).isEqualTo(new TreeSet<>(Guarantees.page().rules()));
    }

    @Test
    void everyMethodThatCarriesARuleIsATest() {
        assertThat(carriers().filter(method -> !isTest(method))).isEmpty();
    }

    @Test
    void everyTestOfAContractCarriesARule() {
        assertThat(TESTS.stream()
                        .filter(type -> type.getPackageName().startsWith("dev.keryx.testkit"))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> isTest(method) && !method.isAnnotatedWith(Rule.class)))
                .isEmpty();
    }

    @Test
    void everyGroupIsPartOfTheContract() {
        assertThat(TESTS.stream()
                        .filter(type -> type.isInterface() && type.isAssignableTo(BusContract.class))
                        .filter(type -> !type.reflect().isAssignableFrom(MessageBusContract.class)))
                .isEmpty();
    }

    @Test
    void everyGroupOfTheGatewaysIsPartOfAContract() {
        assertThat(TESTS.stream()
                        .filter(type -> type.isInterface() && type.isAssignableTo(GatewayContract.class))
                        .filter(type -> !type.reflect().isAssignableFrom(RealtimeGatewayContract.class))
                        .filter(type -> !type.reflect().isAssignableFrom(KeryxJsonContract.class)))
                .isEmpty();
    }

    @Test
    void anAdapterIsMarkedOnlyWhereItsModuleRunsTheContract() {
        marksAreEarned("BUS", BUS_MODULES, "implements MessageBusContract");
        marksAreEarned("GW", GATEWAY_MODULES, "implements RealtimeGatewayContract, KeryxJsonContract");
    }

    private static void marksAreEarned(String port, Map<String, String> modules, String entry) {
        for (String title : Guarantees.page().markedFor(port)) {
            assertThat(modules).containsKey(title);
            assertThat(testsOf(modules.get(title))).as(port + " " + title).anyMatch(source -> source.contains(entry));
        }
    }

    /** Else a mark could stand for a test that never runs. */
    @Test
    void noTestOfAnAdapterIsSwitchedOff() {
        Stream.of(BUS_MODULES, GATEWAY_MODULES)
                .flatMap(modules -> modules.values().stream())
                .distinct()
                .forEach(module ->
                        assertThat(testsOf(module)).as(module).noneMatch(source -> source.contains("@Disabled")));
    }

    /** Without the knob, the tests of these rules have nothing to turn and show only that nothing happens. */
    @Test
    void anAdapterIsMarkedOnlyWhereItsHarnessHasTheKnob() {
        KNOBS.forEach((rule, knob) -> {
            for (String title : Guarantees.page().marks().get(rule)) {
                assertThat(testsOf(BUS_MODULES.get(title)))
                        .as(rule + " for " + title)
                        .anyMatch(knob::isIn);
            }
        });
    }

    @Test
    void thePageIsReadAsItIsWritten() {
        Guarantees page = Guarantees.read(List.of(
                "text | with a bar",
                "| Rule | Promise | A | B |",
                "|---|---|---|---|",
                "| | **Group** | | |",
                "| BUS-01 | One. | ✓ | |",
                "| GW-123 | Two. | ✓ | ✓ |",
                "| GW-X | No number. | | |"));
        assertThat(page.marks()).isEqualTo(Map.of("BUS-01", List.of("A"), "GW-123", List.of("A", "B")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Guarantees.read(List.of("| BUS-01 | One. |", "| BUS-01 | Again. |")))
                .withMessageContaining("BUS-01");
    }

    private static Stream<String> rulesOfTests() {
        return carriers()
                .flatMap(method ->
                        Stream.of(method.getAnnotationOfType(Rule.class).value()));
    }

    /** Some rules need a broker that fails, so that only an adapter's own tests can prove them. */
    private static Stream<String> rulesOfAdapters() {
        return Stream.of(BUS_MODULES, GATEWAY_MODULES)
                .flatMap(modules -> modules.values().stream())
                .distinct()
                .flatMap(module -> testsOf(module).stream())
                .flatMap(source -> RULE.matcher(source).results())
                .flatMap(rule -> NUMBER.matcher(rule.group()).results())
                .map(MatchResult::group);
    }

    private static Stream<JavaMethod> carriers() {
        return TESTS.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Rule.class));
    }

    private static boolean isTest(JavaMethod method) {
        return method.isAnnotatedWith(Test.class) || method.isMetaAnnotatedWith(TestTemplate.class);
    }

    private static List<String> testsOf(String module) {
        Path tests = Path.of("..", module, "src", "test", "java");
        return Sources.below(tests).stream().map(Sources::read).toList();
    }
}
