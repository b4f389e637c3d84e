package dev.keryx.json.jackson;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;

/**
 * A cursor over JSON text that knows its smallest parts: white space, strings, numbers and literals (RFC 8259), in well-formed
 * UTF-8 (RFC 3629). Checks and skips, makes no values.
 */
final class Tokens {
    final byte[] text;
    private final int from;
    private final int end;
    private final int numberChars;
    int at;

    Tokens(byte[] text, int from, int length, int numberChars) {
        this.text = text;
        this.from = from;
        this.end = from + length;
        this.numberChars = numberChars;
        this.at = from;
    }

    /** The byte at the cursor; 0, which is nowhere allowed, at the end. */
    byte peek() {
        return at < end ? text[at] : 0;
    }

    boolean atEnd() {
        return at == end;
    }

    void space() {
        while (at < end) {
            byte b = text[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }

    void expect(char wanted, String fault) {
        if (peek() != wanted) {
            throw bad(fault);
        }
        at++;
    }

    void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i), "an unknown word");
        }
    }

    /** Skips a string, the cursor being at its opening quote. */
    void string() {
        at++;
        while (true) {
            skipPlain();
            byte b = peek();
            if (b == '"') {
                at++;
                return;
            }
            if (b == '\\') {
                escape();
            } else if (b < 0) {
                beyondAscii(b & 0xff);
            } else {
                throw bad(atEnd() ? "a string without end" : "a control character in a string");
            }
        }
    }

    /** The letters of which nearly all strings consist; in local variables, which is what makes it fast. */
    private void skipPlain() {
        byte[] bytes = text;
        int stop = end;
        int i = at;
        while (i < stop) {
            byte b = bytes[i];
            if (b < ' ' || b == '"' || b == '\\') {
                break;
            }
            i++;
        }
        at = i;
    }

    private void escape() {
        at++;
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++, at++) {
                    if (Character.digit(peek(), 16) < 0) {
                        throw bad("an escape without its four digits");
                    }
                }
            }
            default -> throw bad("an unknown escape");
        }
    }

    /** Skips a sequence of 2 to 4 bytes: neither overlong, nor a surrogate, nor beyond U+10FFFF. */
    private void beyondAscii(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            throw bad("malformed UTF-8");
        }
        at++;
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        continuation(lowest, highest);
        for (int more = lead < 0xe0 ? 0 : lead < 0xf0 ? 1 : 2; more > 0; more--) {
            continuation(0x80, 0xbf);
        }
    }

    private void continuation(int lowest, int highest) {
        int b = peek() & 0xff;
        if (b < lowest || b > highest) {
            throw bad("malformed UTF-8");
        }
        at++;
    }

    /** Skips a number, the cursor being at its first character. */
    void number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if ((peek() | 0x20) == 'e') {
            at++;
            if (peek() == '-' || peek() == '+') {
                at++;
            }
            digits();
        }
        if (at - start > numberChars) {
            throw bad("a number of more than " + numberChars + " characters");
        }
    }

    private void digits() {
        int first = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == first) {
            throw bad("a number without digits");
        }
    }

    /** The fault at the cursor: what and where, never the text. */
    KeryxException bad(String fault) {
        return bad(fault, at);
    }

    KeryxException bad(String fault, int place) {
        return new KeryxException(ErrorCode.BAD_VALUE, "bad JSON, " + fault + " at byte " + (place - from));
    }
}
