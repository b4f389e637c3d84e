package dev.keryx.proofs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.proofs.kit.Sources;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is compiled and run as it stands there. */
class ReadmeTest {
    private static final String IMPORTS = """
            import static org.assertj.core.api.Assertions.assertThat;
            import dev.keryx.adapter.inmemory.*;
            import dev.keryx.adapter.redis.*;
            import dev.keryx.adapter.websocket.netty.*;
            import dev.keryx.bus.*;
            import dev.keryx.gateway.*;
            import dev.keryx.simulation.*;
            import java.time.Duration;
            import java.util.List;
            public class Shown {
              public record ChatMessage(String conversation, String text) {}
              public static void run() throws Exception {
            """;

    private final String readme = read();

    @TempDir
    private Path classes;

    @Test
    void the_ten_lines_in_memory_run() throws Exception {
        run(shown("in memory"));
    }

    @Test
    void the_lines_for_redis_and_websocket_take_the_place_of_the_first_two() throws Exception {
        String inMemory = shown("in memory");
        String rest = inMemory.substring(inMemory.indexOf("  Namespace chat"));

        compile(shown("on Redis and WebSocket") + rest);
    }

    @Test
    void the_test_passes() throws Exception {
        run(shown("a test"));
    }

    @Test
    void it_is_short_enough_to_be_read() {
        assertThat(readme.lines().count()).isLessThanOrEqualTo(150);
    }

    private String shown(String title) {
        Matcher block = Pattern.compile("```java\n// " + Pattern.quote(title) + "\n(.*?)```", Pattern.DOTALL)
                .matcher(readme);
        assertThat(block.find()).as("the README shows: " + title).isTrue();
        return block.group(1);
    }

    private void run(String statements) throws Exception {
        compile(statements);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("Shown").getMethod("run").invoke(null);
        }
    }

    private void compile(String statements) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> faults = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(faults, null, null)) {
            List<String> options =
                    List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            boolean compiled = compiler.getTask(
                            null, files, faults, options, null, List.of(source(IMPORTS + statements + "}}")))
                    .call();
            assertThat(compiled).as(faults.getDiagnostics().toString()).isTrue();
        }
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(URI.create("string:///Shown.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** From the module's folder or from the root, wherever the test was started. */
    private static String read() {
        Path here = Path.of("README.md");
        return Sources.read(Files.exists(here) ? here : Path.of("..").resolve(here));
    }
}
