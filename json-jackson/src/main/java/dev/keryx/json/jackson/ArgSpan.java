package dev.keryx.json.jackson;

import dev.keryx.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Where one argument stands in the text of arguments, white space around it left out. The text has been checked or was made
 * here, so commas outside of strings and brackets are all there is to look for.
 *
 * @param from its first byte
 * @param to the byte after its last
 */
record ArgSpan(int from, int to) {
    static int count(Payload text) {
        if (skipSpace(text, 0) == text.size()) {
            return 0;
        }
        int count = 1;
        for (int comma = nextComma(text, 0); comma < text.size(); comma = nextComma(text, comma + 1)) {
            count++;
        }
        return count;
    }

    /** The argument of this index; null where there is none. */
    static @Nullable ArgSpan find(Payload text, int index) {
        int from = skipSpace(text, 0);
        for (int skipped = 0; skipped < index && from < text.size(); skipped++) {
            from = skipSpace(text, nextComma(text, from) + 1);
        }
        if (from >= text.size()) {
            return null;
        }
        int to = nextComma(text, from);
        while (to > from && isSpace(text.at(to - 1))) {
            to--;
        }
        return new ArgSpan(from, to);
    }

    boolean holds(int offset) {
        return from <= offset && offset < to;
    }

    Payload of(Payload text) {
        return text.slice(from, to - from);
    }

    private static int nextComma(Payload text, int from) {
        int depth = 0;
        int at = from;
        for (; at < text.size(); at++) {
            switch (text.at(at)) {
                case '"' -> at = closingQuote(text, at);
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        return at;
                    }
                }
                default -> {}
            }
        }
        return text.size();
    }

    private static int closingQuote(Payload text, int opening) {
        int at = opening + 1;
        while (at < text.size() && text.at(at) != '"') {
            at += text.at(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private static int skipSpace(Payload text, int from) {
        int at = from;
        while (at < text.size() && isSpace(text.at(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
