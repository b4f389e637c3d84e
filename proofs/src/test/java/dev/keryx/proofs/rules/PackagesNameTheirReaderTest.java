package dev.keryx.proofs.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.proofs.kit.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rest of rule 7: the description of each package says in one sentence for whom it is, and what it is. */
class PackagesNameTheirReaderTest {
    private static final Pattern READER_AND_SENTENCE =
            Pattern.compile("/\\*\\* (For [^:.]+|Hidden): ((?![.!?] )[^*])+\\. \\*/ @NullMarked .*");

    @Test
    void each_package_does() throws IOException {
        List<Path> descriptions = descriptions();
        assertThat(descriptions).hasSizeGreaterThan(15);
        assertThat(descriptions).filteredOn(file -> !names(Sources.read(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** For everyone: the words. */\n@NullMarked\npackage p;",
                "/**\n * For adapter authors, not exported: what {@link p.X}\n * does.\n */\n@NullMarked\npackage p;",
                "/** Hidden: {@code keryx.v1.json}. */\n@NullMarked\npackage p;"
            })
    void a_reader_and_a_sentence_are_enough(String description) {
        assertThat(names(description)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@NullMarked\npackage p;",
                "/** The words. */\n@NullMarked\npackage p;",
                "/** For everyone. */\n@NullMarked\npackage p;",
                "/** For everyone: the words */\n@NullMarked\npackage p;",
                "/** For everyone: the words. And more of them. */\n@NullMarked\npackage p;"
            })
    void less_or_more_is_found(String description) {
        assertThat(names(description)).isFalse();
    }

    private static boolean names(String description) {
        return READER_AND_SENTENCE
                .matcher(description.replaceAll("\\s+(\\* )?", " ") + " ")
                .matches();
    }

    private static List<Path> descriptions() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve(Path.of("src", "main", "java")))
                    .filter(Files::isDirectory)
                    .flatMap(sources -> Sources.below(sources).stream())
                    .filter(file -> file.endsWith("package-info.java"))
                    .toList();
        }
    }
}
