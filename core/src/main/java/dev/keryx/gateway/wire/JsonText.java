package dev.keryx.gateway.wire;

/** Finds its way through JSON text that is known to be valid. */
final class JsonText {
    private JsonText() {}

    static int skipSpace(byte[] text, int from, int to) {
        int at = from;
        while (at < to && isSpace(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** From an opening quote to behind the closing one. */
    static int skipString(byte[] text, int from) {
        int at = from + 1;
        while (text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** From a value's first byte to behind its last. */
    static int skipValue(byte[] text, int from, int to) {
        int depth = 0;
        int at = from;
        while (at < to) {
            byte b = text[at];
            if (b == '"') {
                at = skipString(text, at);
            } else {
                if (depth == 0 && (b == ',' || b == ']' || b == '}' || isSpace(b))) {
                    return at;
                }
                depth += b == '[' || b == '{' ? 1 : b == ']' || b == '}' ? -1 : 0;
                at++;
            }
            if (depth == 0 && (b == '"' || b == ']' || b == '}')) {
                return at;
            }
        }
        return at;
    }
}
