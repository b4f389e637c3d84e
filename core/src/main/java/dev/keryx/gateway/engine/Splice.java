package dev.keryx.gateway.engine;

import dev.keryx.JsonArgs;
import dev.keryx.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts lists of arguments behind each other. Their text is copied, not parsed; only the placeholders of binary values get
 * new numbers, since these count through all attachments.
 */
final class Splice {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final List<Integer> placeholders = new ArrayList<>();
    private final List<Payload> attachments = new ArrayList<>();

    void add(JsonArgs args) {
        add(args, 0);
    }

    /** Without the first few. */
    void add(JsonArgs args, int skipped) {
        byte[] bytes = args.text().toByteArray();
        int at = skip(bytes, skipped);
        if (isBlank(bytes, at)) {
            return;
        }
        if (text.size() > 0) {
            text.write(',');
        }
        for (int placeholder : args.placeholders()) {
            if (placeholder < at) {
                continue;
            }
            int end = indexOf(bytes, '}', placeholder) + 1;
            text.write(bytes, at, placeholder - at);
            placeholders.add(text.size());
            write("{\"_placeholder\":true,\"num\":" + attachments.size() + "}");
            attachments.add(args.attachments().get(number(bytes, placeholder, end)));
            at = end;
        }
        text.write(bytes, at, bytes.length - at);
    }

    JsonArgs args() {
        return new JsonArgs(Payload.giving(text.toByteArray()), placeholders, attachments);
    }

    private void write(String ascii) {
        text.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** A placeholder has one number in it. */
    private static int number(byte[] bytes, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                number = number * 10 + bytes[i] - '0';
            }
        }
        return number;
    }

    /** Where the argument after so many begins. */
    private static int skip(byte[] bytes, int count) {
        int at = 0;
        for (int left = count; left > 0 && at < bytes.length; left--) {
            at = afterComma(bytes, at);
        }
        return at;
    }

    private static int afterComma(byte[] bytes, int from) {
        int depth = 0;
        for (int at = from; at < bytes.length; at++) {
            switch (bytes[at]) {
                case '"' -> at = closingQuote(bytes, at);
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        return at + 1;
                    }
                }
                default -> {}
            }
        }
        return bytes.length;
    }

    private static int closingQuote(byte[] bytes, int opening) {
        int at = opening + 1;
        while (at < bytes.length && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        int at = from;
        while (at < bytes.length - 1 && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
