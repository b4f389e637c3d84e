package dev.keryx.proofs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.proofs.kit.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything public in the kit is described, but for the lab: each test of a contract takes one, and the type says what it is.
 * Javadoc's own gate knows no such exception.
 */
class KitIsDescribedTest {
    private static final Path KIT = Path.of("..", "testkit", "src", "main", "java");
    private static final String LAB = "no @param for lab";

    @TempDir
    private Path classes;

    @Test
    void everythingIsDescribedButTheLab() throws IOException {
        List<String> missing = missing();
        assertThat(missing).as("the compiler looks at comments").anyMatch(line -> line.contains(LAB));
        assertThat(missing).filteredOn(line -> !line.contains(LAB)).isEmpty();
    }

    private List<String> missing() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> faults = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-Xdoclint:all/protected",
                "-Xmaxwarns",
                "10000",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        List<Path> sources = Sources.below(KIT).stream()
                .filter(file -> !file.endsWith("module-info.java"))
                .toList();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(faults, Locale.ENGLISH, null)) {
            compiler.getTask(null, files, faults, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return faults.getDiagnostics().stream()
                .map(fault -> fault.getSource() + ":" + fault.getLineNumber() + ": " + fault.getMessage(Locale.ENGLISH))
                .toList();
    }
}
