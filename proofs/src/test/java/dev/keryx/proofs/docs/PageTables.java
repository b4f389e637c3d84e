package dev.keryx.proofs.docs;

import dev.keryx.proofs.kit.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tables of pages in Markdown, each with the heading that it stands under. */
record PageTables(List<Table> tables) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

    /** One of them. */
    record Table(String heading, List<String> columns, List<List<String>> rows) {
        /** What stands in code in the column, in all rows. */
        Stream<String> named(String column) {
            return rows.stream().flatMap(row -> code(cell(row, column)));
        }

        String cell(List<String> row, String column) {
            return row.get(columns.indexOf(column));
        }
    }

    /** Those of the pages for whoever runs it. */
    static PageTables ofOperations() {
        return of(Stream.of("operations.md", "operations-gateway.md")
                .flatMap(name -> Sources.read(Path.of("..", "docs", name)).lines())
                .toList());
    }

    private static PageTables of(List<String> lines) {
        List<Table> tables = new ArrayList<>();
        String heading = "";
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).startsWith("#")) {
                heading = lines.get(at);
            } else if (lines.get(at).startsWith("|---")) {
                List<List<String>> rows = lines.subList(at + 1, lines.size()).stream()
                        .takeWhile(line -> line.startsWith("|"))
                        .map(PageTables::cells)
                        .toList();
                tables.add(new Table(heading, cells(lines.get(at - 1)), rows));
            }
        }
        return new PageTables(List.copyOf(tables));
    }

    /** Those under a heading that has this in code. */
    List<Table> under(String name) {
        return tables.stream()
                .filter(table -> code(table.heading()).anyMatch(name::equals))
                .toList();
    }

    /** Those with such a column. */
    List<Table> with(String column) {
        return tables.stream().filter(table -> table.columns().contains(column)).toList();
    }

    static Stream<String> code(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1));
    }

    private static List<String> cells(String line) {
        String[] parts = CELL_END.split(line.strip(), -1);
        return IntStream.range(1, parts.length - 1)
                .mapToObj(at -> parts[at].strip())
                .toList();
    }
}
