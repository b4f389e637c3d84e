package dev.keryx.proofs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.adapter.redis.RedisMessageBus;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.RequestOptions;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.WhileDisconnected;
import dev.keryx.proofs.kit.Sources;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for whoever runs it names whatever can be set, watched and read in a log. */
class OperationsPageTest {
    private static final List<Path> LOGGING = List.of(
            Path.of("..", "core", "src", "main", "java", "dev", "keryx", "bus"),
            Path.of("..", "core", "src", "main", "java", "dev", "keryx", "cluster"),
            Path.of("..", "core", "src", "main", "java", "dev", "keryx", "gateway"),
            Path.of("..", "core", "src", "main", "java", "dev", "keryx", "threads"),
            Path.of("..", "core", "src", "main", "java", "dev", "keryx", "SystemTime.java"),
            Path.of("..", "adapter-redis", "src", "main", "java"),
            Path.of("..", "adapter-websocket-netty", "src", "main", "java"));

    /** A line of the log as it stands in the source; what it says about others of its kind is said once on the page. */
    private static final Pattern LINE =
            Pattern.compile("\\b(?:warn|info|error|watch\\.failed)\\(\\s*\"([^\"]*[a-z][^\"]*)\"");

    private static final String SELDOM = "; more within a minute is not logged";

    private final String page = Sources.read(Path.of("..", "docs", "operations.md"));

    @Test
    void namesEveryOptionOfTheBus() {
        assertNamed(changes(BusOptions.class, BusOptions.class));
        assertNamed(changes(SubscribeOptions.class, SubscribeOptions.class));
        assertNamed(components(WhileDisconnected.class));
        assertNamed(components(RequestOptions.class));
    }

    @Test
    void namesEveryOptionOfTheRedisAdapter() {
        assertNamed(changes(RedisMessageBus.Builder.class, RedisMessageBus.Builder.class));
    }

    @Test
    void namesEveryEventOfTheObserver() {
        assertNamed(Stream.of(BusObserver.class.getMethods()).map(Method::getName));
    }

    @Test
    void hasEveryLineOfTheLog() {
        List<String> lines = LOGGING.stream()
                .flatMap(root -> Sources.below(root).stream())
                .map(Sources::read)
                .flatMap(source -> LINE.matcher(source).results().map(found -> found.group(1)))
                .toList();
        assertThat(lines).hasSizeGreaterThan(25);
        assertThat(lines)
                .map(line -> line.replace(SELDOM, "").replace("{}", "…"))
                .allSatisfy(line -> assertThat(page.contains("`" + line + "`") || page.contains("`" + line + ": …`"))
                        .as("the page has: %s", line)
                        .isTrue());
    }

    private void assertNamed(Stream<String> names) {
        assertThat(names.distinct())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static Stream<String> changes(Class<?> options, Class<?> result) {
        return Stream.of(options.getMethods())
                .filter(method -> method.getReturnType() == result && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName);
    }

    private static Stream<String> components(Class<?> options) {
        return Stream.of(options.getRecordComponents()).map(RecordComponent::getName);
    }
}
