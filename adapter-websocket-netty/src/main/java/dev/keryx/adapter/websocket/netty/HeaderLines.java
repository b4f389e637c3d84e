package dev.keryx.adapter.websocket.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    static HeaderLines of(Iterable<Map.Entry<String, String>> headers) {
        StringBuilder text = new StringBuilder(512);
        for (Map.Entry<String, String> header : headers) {
            text.append(header.getKey()).append(END).append(header.getValue()).append(END);
        }
        return new HeaderLines(text.toString());
    }

    /** All values of a name in any case, in order. */
    List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        int at = 0;
        while (at < text.length()) {
            int value = text.indexOf(END, at) + 1;
            int end = text.indexOf(END, value);
            if (value - 1 - at == name.length() && text.regionMatches(true, at, name, 0, name.length())) {
                values.add(text.substring(value, end));
            }
            at = end + 1;
        }
        return values;
    }

    int count() {
        return (int) text.chars().filter(c -> c == END).count() / 2;
    }
}
