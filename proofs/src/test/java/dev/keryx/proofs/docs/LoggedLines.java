package dev.keryx.proofs.docs;

import dev.keryx.proofs.kit.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a source writes to the log, read from its text: level and words, with … for what is filled in. Lines for
 * whoever looks for a fault, at {@code DEBUG}, are left out.
 */
final class LoggedLines {
    /** To the log itself, or to what says a line in a place of its own: the level, where the name tells it, is group 1. */
    private static final Pattern CALL = Pattern.compile(
            "\\b(?:LOG|log|Trouble|[wW]atch)\\.(warn|info|error|failed)\\(|(?<![.\\w])(?:warn|failed)\\(");

    /** What has a log of its own; elsewhere a method of such a name is about something else. */
    private static final String HAS_LOG = "LoggerFactory.getLogger(";

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");

    /** Said once on a page, for all lines where it is so. */
    private static final String SELDOM = "; more within a minute is not logged";

    private LoggedLines() {}

    /** Those with words of their own. */
    static Stream<String> in(Path source) {
        String text = Sources.read(source);
        boolean hasLog = text.contains(HAS_LOG);
        return calls(text, call -> hasLog || isQualified(call)).filter(LoggedLines::hasWords);
    }

    /** Whether the source writes what others tell it, so that it is the others that have to be read. */
    static boolean passesOn(Path source) {
        return calls(Sources.read(source), LoggedLines::isQualified).anyMatch(line -> !hasWords(line));
    }

    /** The line as both a source and a page have it: without what comes after it, and without how often it comes. */
    static String canonical(String line) {
        String canonical = line.replace("{}", "…").replace(SELDOM, "");
        return canonical.endsWith(": …") ? canonical.substring(0, canonical.length() - ": …".length()) : canonical;
    }

    private static boolean isQualified(MatchResult call) {
        return call.group(1) != null;
    }

    private static boolean hasWords(String line) {
        return LETTER.matcher(line.substring(line.indexOf(' '))).find();
    }

    private static Stream<String> calls(String text, Predicate<MatchResult> which) {
        return CALL.matcher(text)
                .results()
                .filter(which)
                .map(call -> level(call.group(1)) + " " + line(arguments(text, call.end())));
    }

    private static String level(@Nullable String method) {
        return "info".equals(method) ? "INFO" : "error".equals(method) ? "ERROR" : "WARN";
    }

    /** The first argument with words, and the next, where that is text too: it says whose. */
    private static String line(List<String> arguments) {
        List<String> texts = arguments.stream()
                .dropWhile(argument -> !argument.contains("\""))
                .takeWhile(argument -> argument.contains("\""))
                .map(LoggedLines::text)
                .toList();
        return canonical(String.join("", texts));
    }

    /** What an expression of literals and others comes to. */
    private static String text(String expression) {
        StringBuilder text = new StringBuilder();
        Matcher literal = LITERAL.matcher(expression);
        int end = 0;
        while (literal.find()) {
            text.append(between(expression.substring(end, literal.start()))).append(literal.group(1));
            end = literal.end();
        }
        return text.append(between(expression.substring(end))).toString();
    }

    private static String between(String code) {
        return code.replace("+", "").isBlank() ? "" : "…";
    }

    /** What stands between the parenthesis that was opened just before and its end. */
    private static List<String> arguments(String text, int begin) {
        List<String> arguments = new ArrayList<>();
        int depth = 1;
        int from = begin;
        for (int at = begin; ; at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at = literalEnd(text, at);
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0 && --depth == 0) {
                arguments.add(text.substring(from, at));
                return arguments;
            } else if (c == ',' && depth == 1) {
                arguments.add(text.substring(from, at));
                from = at + 1;
            }
        }
    }

    private static int literalEnd(String text, int begin) {
        int at = begin + 1;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }
}
