package dev.keryx.adapter.websocket.netty;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request's headers as one text, name and value in turn, each on a line of its own. A request is kept as long as its
 * WebSocket, and as separate objects its headers would take more memory than all the rest of an idle connection. Immutable.
 */
final class HeaderLines {
    private static final char END = '\n';

    private final String text;

    private HeaderLines(String text) {
        this.text = text;
    }

    /** The decoder lets no line break into a name or a value. */
    static HeaderLines of(HttpHeaders headers) {
        StringBuilder text = new StringBuilder(512);
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence(); all.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            text.append(header.getKey()).append(END).append(header.getValue()).append(END);
        }
        return new HeaderLines(text.toString());
    }

    /** All values of a name in any case, in order. */
    List<String> all(String name) {
        List<String> values = List.of();
        for (int value = find(name, 0); value >= 0; value = find(name, end(value) + 1)) {
            values = values.isEmpty() ? new ArrayList<>(1) : values;
            values.add(text.substring(value, end(value)));
        }
        return values;
    }

    /** The first of them; null where there is none. */
    @Nullable
    String first(String name) {
        int value = find(name, 0);
        return value < 0 ? null : text.substring(value, end(value));
    }

    /** Whether there are several. */
    boolean repeats(String name) {
        int value = find(name, 0);
        return value >= 0 && find(name, end(value) + 1) >= 0;
    }

    /** Where the next value of the name begins, looked for from the beginning of a header on; -1 where there is none. */
    private int find(String name, int from) {
        int at = from;
        while (at < text.length()) {
            int value = end(at) + 1;
            if (value - 1 - at == name.length() && text.regionMatches(true, at, name, 0, name.length())) {
                return value;
            }
            at = end(value) + 1;
        }
        return -1;
    }

    private int end(int line) {
        return text.indexOf(END, line);
    }

    int count() {
        int lines = 0;
        for (int at = 0; at < text.length(); at = end(at) + 1) {
            lines++;
        }
        return lines / 2;
    }
}
