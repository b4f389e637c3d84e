package dev.keryx.proofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of {@code docs/guarantees.md}: for each rule, the adapters it is marked for.
 *
 * @param marks rule numbers and titles of the marked columns, in the order of the page
 */
record Guarantees(Map<String, List<String>> marks) {
    private static final Pattern RULE = Pattern.compile("[A-Z]{2,3}-\\d{2,}");

    static Guarantees page() {
        try {
            return read(Files.readAllLines(Path.of("..", "docs", "guarantees.md")));
        } catch (IOException e) {
            throw new UncheckedIOException("the page of guarantees cannot be read", e);
        }
    }

    static Guarantees read(List<String> lines) {
        Map<String, List<String>> marks = new TreeMap<>();
        List<String> titles = List.of();
        for (String line : lines) {
            List<String> cells = cells(line);
            if (cells.isEmpty()) {
                continue;
            }
            if (cells.get(0).equals("Rule")) {
                titles = cells;
            } else if (RULE.matcher(cells.get(0)).matches()) {
                if (marks.put(cells.get(0), marked(titles, cells)) != null) {
                    throw new IllegalArgumentException("listed twice: " + cells.get(0));
                }
            }
        }
        return new Guarantees(marks);
    }

    Collection<String> rules() {
        return marks.keySet();
    }

    /** The adapters that any rule beginning so is marked for. */
    Collection<String> markedFor(String prefix) {
        return marks.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .flatMap(entry -> entry.getValue().stream())
                .distinct()
                .toList();
    }

    private static List<String> marked(List<String> titles, List<String> cells) {
        List<String> marked = new ArrayList<>();
        for (int i = 2; i < Math.min(titles.size(), cells.size()); i++) {
            if (!cells.get(i).isEmpty()) {
                marked.add(titles.get(i));
            }
        }
        return marked;
    }

    private static List<String> cells(String line) {
        Matcher row = Pattern.compile("^\\|(.*)\\|\\s*$").matcher(line);
        return row.matches()
                ? Pattern.compile("\\|")
                        .splitAsStream(row.group(1))
                        .map(String::strip)
                        .toList()
                : List.of();
    }
}
