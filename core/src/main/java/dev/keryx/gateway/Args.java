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

    /**
     * For engines.
     *
     * @param json decodes them when asked
     * @param raw as they travelled, none of them skipped
     */
    public Args(Json json, JsonArgs raw) {
        this(json, raw, 0);
    }

    private Args(Json json, JsonArgs raw, int from) {
        this.json = json;
        this.raw = raw;
        this.from = from;
    }

    /** {@return how many there are} */
    public int size() {
        return Math.max(0, json.countArgs(raw) - from);
    }

    /**
     * Decodes one argument; anew at each call.
     *
     * @param index from 0
     * @param type not generic, for that there is {@link #get(int, TypeRef)}
     * @param <T> what it is bound to
     * @return null where the client sent {@code null}
     * @throws dev.keryx.KeryxException {@code BAD_VALUE} where there is none, or it does not fit
     */
    public <T> @Nullable T get(int index, Class<T> type) {
        return get(index, TypeRef.of(type));
    }

    /**
     * Decodes one argument; anew at each call.
     *
     * @param index from 0
     * @param type with its parameters
     * @param <T> what it is bound to
     * @return null where the client sent {@code null}
     * @throws dev.keryx.KeryxException {@code BAD_VALUE} where there is none, or it does not fit
     */
    public <T> @Nullable T get(int index, TypeRef<T> type) {
        if (index < 0) {
            throw new IndexOutOfBoundsException(index);
        }
        return json.readArg(raw, from + index, type);
    }

    /**
     * These without the first few.
     *
     * @param index of the first that stays; it need not exist
     * @return the rest, maybe none; nothing is copied
     */
    public Args from(int index) {
        return new Args(json, raw, from + Objects.checkIndex(index, Integer.MAX_VALUE));
    }

    /** {@return how many of the raw arguments are skipped} */
    public int offset() {
        return from;
    }

    /** {@return all arguments in the form in which they travel, skipped ones included} */
    public JsonArgs raw() {
        return raw;
    }

    /** The count only: arguments never reach a log. */
    @Override
    public String toString() {
        return "Args[" + size() + "]";
    }
}
