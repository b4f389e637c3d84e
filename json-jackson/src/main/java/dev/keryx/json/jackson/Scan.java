package dev.keryx.json.jackson;

import dev.keryx.JsonLimits;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One pass over a JSON text that says whether it is strict and within limits, and where the elements of its array are. Binds
 * nothing and does not recurse, so that its cost is one look at each byte whatever the text.
 */
final class Scan {
    private final Tokens tokens;
    private final JsonLimits limits;
    private final Keys keys;

    /** Which of the levels around the cursor are objects. */
    private final BitSet objects = new BitSet();

    private int depth;

    private Scan(byte[] text, int offset, int length, JsonLimits limits) {
        tokens = new Tokens(text, offset, length, limits.numberChars());
        keys = new Keys(tokens, limits.keys());
        this.limits = limits;
    }

    /** Refuses what is not exactly one value. */
    static void value(byte[] text, JsonLimits limits) {
        Scan scan = new Scan(text, 0, text.length, limits);
        scan.tokens.space();
        scan.value();
        scan.end();
    }

    /** Offsets of the elements, {@code [start0, end0, start1, …]}. */
    static int[] elements(byte[] text, int offset, int length, JsonLimits limits) {
        Scan scan = new Scan(text, offset, length, limits);
        int[] found = scan.array();
        scan.end();
        return found;
    }

    private void end() {
        tokens.space();
        if (!tokens.atEnd()) {
            throw tokens.bad("something after the value");
        }
    }

    private int[] array() {
        tokens.space();
        if (tokens.peek() != '[') {
            throw tokens.bad("no array");
        }
        open(false);
        int[] found = new int[16];
        int size = 0;
        if (tokens.peek() == ']') {
            tokens.at++;
            return new int[0];
        }
        do {
            if (size == found.length) {
                found = Arrays.copyOf(found, 2 * size);
            }
            tokens.space();
            found[size++] = tokens.at;
            value();
            found[size++] = tokens.at;
            tokens.space();
        } while (another(']'));
        return Arrays.copyOf(found, size);
    }

    /** Skips one value with all that is in it. */
    private void value() {
        int outer = depth;
        boolean complete;
        do {
            complete = begin() && climb(outer);
        } while (!complete);
    }

    /**
     * Skips a scalar or an empty container, or enters another as far as its first value.
     *
     * @return whether a value is complete
     */
    private boolean begin() {
        byte first = tokens.peek();
        switch (first) {
            case '{' -> {
                open(true);
                if (tokens.peek() != '}') {
                    key();
                    return false;
                }
                close();
            }
            case '[' -> {
                open(false);
                if (tokens.peek() != ']') {
                    return false;
                }
                close();
            }
            case '"' -> tokens.string();
            case 't' -> tokens.literal("true");
            case 'f' -> tokens.literal("false");
            case 'n' -> tokens.literal("null");
            default -> {
                if (first != '-' && (first < '0' || first > '9')) {
                    throw tokens.bad("no value");
                }
                tokens.number();
            }
        }
        return true;
    }

    /**
     * After a value: on to the next one in the same container, or out of it.
     *
     * @return whether the value that began at this depth is complete
     */
    private boolean climb(int outer) {
        while (depth > outer) {
            tokens.space();
            boolean inObject = objects.get(depth);
            if (another(inObject ? '}' : ']')) {
                tokens.space();
                if (inObject) {
                    key();
                }
                return false;
            }
            tokens.at--;
            close();
        }
        return true;
    }

    private boolean another(char closing) {
        byte b = tokens.peek();
        if (b != ',' && b != closing) {
            throw tokens.bad("neither a comma nor an end");
        }
        tokens.at++;
        return b == ',';
    }

    private void key() {
        if (tokens.peek() != '"') {
            throw tokens.bad("no key");
        }
        int start = tokens.at + 1;
        tokens.string();
        keys.add(start, tokens.at - 1);
        tokens.space();
        tokens.expect(':', "no colon");
        tokens.space();
    }

    private void open(boolean object) {
        if (++depth > limits.depth()) {
            throw tokens.bad("deeper than " + limits.depth());
        }
        objects.set(depth, object);
        if (object) {
            keys.openObject();
        }
        tokens.at++;
        tokens.space();
    }

    private void close() {
        if (objects.get(depth)) {
            keys.closeObject();
        }
        depth--;
        tokens.at++;
    }
}
