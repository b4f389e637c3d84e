package dev.keryx.proofs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.JsonLimits;
import dev.keryx.adapter.inmemory.InMemoryGateway;
import dev.keryx.adapter.redis.RedisMessageBus;
import dev.keryx.adapter.websocket.netty.NettyGateway;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.RequestOptions;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.WhileDisconnected;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.proofs.docs.PageTables.Table;
import dev.keryx.proofs.kit.Sources;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages for whoever runs it name whatever can be set, watched and read in a log, and nothing else. */
class OperationsPageTest {
    private static final List<String> OPTION = List.of("Option", "Default", "Bound", "Why", "Change it when");
    private static final List<String> EVENT = List.of("Event", "Means", "Do");
    private static final List<String> RULE = List.of("Rule", "Means", "Do");
    private static final List<String> LINE = List.of("Level", "Line", "Means, and what to do");

    private static final Path CORE = Path.of("..", "core", "src", "main", "java");

    private static final List<Path> LOGGING = List.of(
            CORE,
            Path.of("..", "adapter-inmemory", "src", "main", "java"),
            Path.of("..", "adapter-redis", "src", "main", "java"),
            Path.of("..", "adapter-websocket-netty", "src", "main", "java"),
            Path.of("..", "json-jackson", "src", "main", "java"));

    /** Where a client is refused or not read, with the rule's name. */
    private static final Pattern REFUSED =
            Pattern.compile("\\b(?:watch\\.refused\\(|watch\\.readPaused\\(|pause\\([\\w.]+, )\"(\\w+)\"");

    /** Where the name is chosen before. */
    private static final Pattern CHOSEN = Pattern.compile("return \"(\\w+)\";");

    private static final Pattern SAYS_SOMETHING = Pattern.compile("[\\p{L}\\d]");

    private final PageTables pages = PageTables.ofOperations();

    @TestFactory
    Stream<DynamicTest> hasEveryOption() {
        return Stream.of(
                options(BusOptions.class, changes(BusOptions.class)),
                options(WhileDisconnected.class, components(WhileDisconnected.class)),
                options(SubscribeOptions.class, changes(SubscribeOptions.class)),
                options(RequestOptions.class, components(RequestOptions.class)),
                options(RedisMessageBus.class, changes(RedisMessageBus.Builder.class)),
                options(GatewayOptions.class, changes(GatewayOptions.class)),
                options(GatewayLimits.class, changes(GatewayLimits.class)),
                options(JsonLimits.class, components(JsonLimits.class)),
                options(DrainPlan.class, components(DrainPlan.class)),
                options(NettyGateway.class, changes(NettyGateway.Builder.class)),
                options(InMemoryGateway.class, changes(InMemoryGateway.Builder.class)));
    }

    @TestFactory
    Stream<DynamicTest> hasEveryEventOfTheObservers() {
        return Stream.of(BusObserver.class, GatewayObserver.class)
                .map(observer -> complete(
                        observer, EVENT, Stream.of(observer.getMethods()).map(Method::getName)));
    }

    @Test
    void hasEveryRuleByWhichClientsAreRefused() {
        Path engine = CORE.resolve(Path.of("dev", "keryx", "gateway", "engine"));
        Stream<String> told = Sources.below(engine).stream().flatMap(file -> found(REFUSED, file));
        Stream<String> chosen = found(CHOSEN, engine.resolve("Quotas.java"));
        assertThat(pages.with("Rule"))
                .singleElement()
                .satisfies(table ->
                        assertComplete(table, RULE, Stream.concat(told, chosen).toList()));
    }

    @Test
    void hasEveryLineOfTheLog() {
        List<String> logged = sources().flatMap(LoggedLines::in).distinct().toList();
        List<Table> tables = pages.with("Line");
        assertThat(logged).hasSizeGreaterThan(60);
        assertThat(tables).allSatisfy(table -> assertFilled(table, LINE));
        assertThat(tables.stream().flatMap(OperationsPageTest::lines).distinct())
                .containsExactlyInAnyOrderElementsOf(logged);
    }

    /** Else a line could reach the log unseen by the test above. */
    @Test
    void readsAllThatWritesToTheLogWhatOthersTellIt() {
        assertThat(sources().filter(LoggedLines::passesOn))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("Lifecycle.java", "Trouble.java", "Watch.java");
    }

    private static Stream<Path> sources() {
        return LOGGING.stream().flatMap(root -> Sources.below(root).stream());
    }

    private static Stream<String> lines(Table table) {
        return table.rows().stream()
                .flatMap(row -> PageTables.code(table.cell(row, "Line"))
                        .map(line -> table.cell(row, "Level") + " " + LoggedLines.canonical(line)));
    }

    private static Stream<String> found(Pattern pattern, Path file) {
        return pattern.matcher(Sources.read(file)).results().map(found -> found.group(1));
    }

    private DynamicTest options(Class<?> owner, Stream<String> names) {
        return complete(owner, OPTION, names);
    }

    private DynamicTest complete(Class<?> owner, List<String> columns, Stream<String> names) {
        List<String> expected = names.toList();
        return DynamicTest.dynamicTest(
                owner.getSimpleName(),
                () -> assertThat(pages.under(owner.getSimpleName()))
                        .singleElement()
                        .satisfies(table -> assertComplete(table, columns, expected)));
    }

    private static void assertComplete(Table table, List<String> columns, List<String> names) {
        assertFilled(table, columns);
        assertThat(names).isNotEmpty();
        assertThat(table.named(columns.get(0))).containsExactlyInAnyOrderElementsOf(Set.copyOf(names));
    }

    private static void assertFilled(Table table, List<String> columns) {
        assertThat(table.columns()).as(table.heading()).isEqualTo(columns);
        SoftAssertions.assertSoftly(soft -> table.rows().forEach(row -> {
            soft.assertThat(row).as("%s: %s", table.heading(), row).hasSameSizeAs(columns);
            soft.assertThat(row)
                    .as("%s: %s", table.heading(), row)
                    .allMatch(cell -> SAYS_SOMETHING.matcher(cell).find());
        }));
    }

    private static Stream<String> changes(Class<?> options) {
        return Stream.of(options.getMethods())
                .filter(method -> method.getReturnType() == options && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName);
    }

    private static Stream<String> components(Class<?> options) {
        return Stream.of(options.getRecordComponents()).map(RecordComponent::getName);
    }
}
