package dev.keryx.proofs.docs;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** {@code docs/reliability.md}: text written by hand around one table and one line about the machine, which a run makes. */
record ReliabilityPage(List<String> lines) {
    static final Path PATH = Path.of("..", "docs", "reliability.md");

    private static final String HEAD = "| Fault |";
    private static final String MACHINE = "Measured on ";

    /** One test's figures. */
    record Row(int order, String fault, String injected, String redis, String cells) {
        static Row of(Properties figures) {
            List<String> cells = new ArrayList<>();
            for (String name : List.of(
                    "fault",
                    "injected",
                    "accepted",
                    "lostSignalled",
                    "lostSilent",
                    "duplicates",
                    "reordered",
                    "unknown",
                    "detected",
                    "recovered",
                    "leaked",
                    "heap")) {
                cells.add(figures.getProperty(name));
            }
            int order = Integer.parseInt(figures.getProperty("order"));
            return new Row(
                    order,
                    cells.get(0),
                    cells.get(1),
                    figures.getProperty("redis", ""),
                    "| " + String.join(" | ", cells) + " |");
        }

        String beginning() {
            return "| " + fault + " | " + injected + " |";
        }
    }

    static ReliabilityPage committed() {
        try {
            return new ReliabilityPage(Files.readAllLines(PATH));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the tests of the fault table left behind; nothing where they did not run. */
    static List<Row> rowsThatRan() {
        Path folder = Path.of("..", "adapter-redis", "target", "faults");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(ReliabilityPage::read)
                    .sorted(Comparator.comparing(Row::order))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row read(Path file) {
        Properties figures = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            figures.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Row.of(figures);
    }

    /** The rows of the table, without its head. */
    List<String> rows() {
        int head = head();
        return lines.subList(head + 2, end(head));
    }

    private int head() {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(HEAD)) {
                return i;
            }
        }
        throw new IllegalStateException("no line of " + PATH + " begins with " + HEAD);
    }

    private int end(int head) {
        int end = head;
        while (end < lines.size() && lines.get(end).startsWith("|")) {
            end++;
        }
        return end;
    }

    boolean has(Row row) {
        return rows().stream().anyMatch(line -> line.startsWith(row.beginning()));
    }

    /** The same text with these figures. */
    ReliabilityPage with(List<Row> rows, String machine) {
        int head = head();
        List<String> made = new ArrayList<>();
        lines.subList(0, head + 2).stream()
                .map(line -> line.startsWith(MACHINE) ? MACHINE + machine : line)
                .forEach(made::add);
        rows.forEach(row -> made.add(row.cells));
        made.addAll(lines.subList(end(head), lines.size()));
        return new ReliabilityPage(made);
    }

    void write(Path path) {
        try {
            Files.writeString(path, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
