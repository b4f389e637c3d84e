package dev.keryx.gateway;

import dev.keryx.Json;
import dev.keryx.JsonArgs;
import dev.keryx.TypeRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as a client sent them, decoded when asked for. Absent or of the wrong shape throws {@code BAD_VALUE}, which
 * reaches the client as an error ack when a handler lets it through. Given to an emit they are copied through untouched.
 */
public final class Args {
    private final Json json;
    private final JsonArgs raw;
    private final int from;

    /** For engines. */
    public Args(Json json, JsonArgs raw) {
        this(json, raw, 0);
    }

    private Args(Json json, JsonArgs raw, int from) {
        this.json = json;
        this.raw = raw;
        this.from = from;
    }

    public int size() {
        return Math.max(0, json.countArgs(raw) - from);
    }

    public <T> @Nullable T get(int index, Class<T> type) {
        return get(index, TypeRef.of(type));
    }

    public <T> @Nullable T get(int index, TypeRef<T> type) {
        if (index < 0) {
            throw new IndexOutOfBoundsException(index);
        }
        return json.readArg(raw, from + index, type);
    }

    /** These without the first few. */
    public Args from(int index) {
        return new Args(json, raw, from + Objects.checkIndex(index, Integer.MAX_VALUE));
    }

    /** How many of the raw arguments are skipped. */
    public int offset() {
        return from;
    }

    /** All arguments in the form in which they travel, skipped ones included. */
    public JsonArgs raw() {
        return raw;
    }

    /** The count only: arguments never reach a log. */
    @Override
    public String toString() {
        return "Args[" + size() + "]";
    }
}
