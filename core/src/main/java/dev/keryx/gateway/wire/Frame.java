package dev.keryx.gateway.wire;

import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.JsonLimits;
import dev.keryx.Payload;
import dev.keryx.RawJson;
import dev.keryx.TypeRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client's message, cut into the elements of its array. Nothing but what is asked for is decoded. */
final class Frame {
    /** The largest integer that every JSON implementation keeps exact. */
    static final long MAX_ID = (1L << 53) - 1;

    private static final TypeRef<String> STRING = TypeRef.of(String.class);

    private final Json json;
    private final byte[] text;
    private final int[] offsets;

    /** @throws dev.keryx.KeryxException {@code BAD_VALUE} where it is no array within the limits */
    Frame(Json json, byte[] text, JsonLimits limits) {
        this.json = json;
        this.text = text;
        this.offsets = json.elements(text, 0, text.length, limits);
    }

    int size() {
        return offsets.length / 2;
    }

    private int start(int index) {
        return offsets[2 * index];
    }

    private int end(int index) {
        return offsets[2 * index + 1];
    }

    private boolean begins(int index, char with) {
        return index < size() && text[start(index)] == with;
    }

    /** The element as text; null where it is none. */
    @Nullable
    String string(int index) {
        return begins(index, '"') ? string(text, start(index), end(index)) : null;
    }

    /** Most have no escapes, and need no parser. */
    private @Nullable String string(byte[] text, int from, int to) {
        for (int i = from + 1; i < to - 1; i++) {
            if (text[i] == '\\') {
                return json.read(Arrays.copyOfRange(text, from, to), STRING);
            }
        }
        return new String(text, from + 1, to - from - 2, StandardCharsets.UTF_8);
    }

    private Payload slice(int from, int to) {
        return Payload.giving(text).slice(from, to - from);
    }

    /** The element as an id; -1 where it is none. */
    long id(int index) {
        if (index >= size()) {
            return -1;
        }
        int from = start(index);
        int to = end(index);
        if (to - from > 16 || (to - from > 1 && text[from] == '0')) {
            return -1;
        }
        long id = 0;
        for (int i = from; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            id = id * 10 + text[i] - '0';
        }
        return id > MAX_ID ? -1 : id;
    }

    /**
     * The element as arguments; null where it is no array.
     *
     * @throws dev.keryx.KeryxException {@code BAD_VALUE} where a binary value in them is none
     */
    @Nullable
    JsonArgs args(int index) {
        return begins(index, '[') ? Binaries.read(text, start(index) + 1, end(index) - 1) : null;
    }

    boolean isObject(int index) {
        return begins(index, '{');
    }

    /** A member of an element that is an object; null where there is none of that name. */
    @Nullable
    RawJson member(int index, String name) {
        int to = end(index) - 1;
        int at = JsonText.skipSpace(text, start(index) + 1, to);
        while (at < to) {
            int keyEnd = JsonText.skipString(text, at);
            int value = JsonText.skipSpace(text, JsonText.skipSpace(text, keyEnd, to) + 1, to);
            int valueEnd = JsonText.skipValue(text, value, to);
            if (name.equals(string(text, at, keyEnd))) {
                return new RawJson(slice(value, valueEnd));
            }
            at = JsonText.skipSpace(text, JsonText.skipSpace(text, valueEnd, to) + 1, to);
        }
        return null;
    }

    /** A member's value as text; null where it is none. */
    @Nullable
    String string(RawJson value) {
        byte[] quoted = value.text().toByteArray();
        return quoted[0] == '"' ? string(quoted, 0, quoted.length) : null;
    }
}
