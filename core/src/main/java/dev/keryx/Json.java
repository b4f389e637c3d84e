package dev.keryx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON, as Keryx needs it. Implemented by {@code keryx-json-jackson} and found by {@link java.util.ServiceLoader}, or given
 * in the options. Safe to use from several threads.
 *
 * <p>Failures: a value that has no JSON form throws {@link IllegalArgumentException}; text that is no JSON, exceeds a limit
 * or does not fit the type throws {@link KeryxException} with {@link ErrorCode#BAD_VALUE}, whose message never quotes the
 * text.
 */
public interface Json {
    /**
     * One value as UTF-8 text. A {@link RawJson} is copied through.
     *
     * @param value whatever has a JSON form; null is {@code null}
     * @return the caller's own
     */
    byte[] write(@Nullable Object value);

    /**
     * Reads one value. Unknown keys of an object are ignored.
     *
     * @param json UTF-8; not kept
     * @param type what to bind it to
     * @param <T> what it is bound to
     * @return null where the text is {@code null}
     */
    <T> @Nullable T read(byte[] json, TypeRef<T> type);

    /**
     * An event's arguments, in the form in which they travel. A {@code byte[]} anywhere in them becomes an attachment.
     *
     * @param args in order; a {@link RawJson} is copied through
     * @return what {@link #readArg} reads back
     */
    JsonArgs writeArgs(List<? extends @Nullable Object> args);

    /**
     * One argument by its place; a placeholder listed by the arguments reads as {@code byte[]}.
     *
     * @param <T> what it is bound to
     * @param args as received; decoded at each call
     * @param index from 0
     * @param type what to bind it to
     * @return null where the argument is {@code null}
     * @throws KeryxException {@code BAD_VALUE} also where there is no argument of that index
     */
    <T> @Nullable T readArg(JsonArgs args, int index, TypeRef<T> type);

    /**
     * Counts arguments without binding them.
     *
     * @param args as received
     * @return how many there are; 0 for an empty text
     */
    int countArgs(JsonArgs args);

    /**
     * Finds the elements of a JSON array in a foreign text without binding anything. Strict: RFC 8259, UTF-8, no duplicate
     * keys in one object, nothing after the closing bracket but white space.
     *
     * @param text holds the array; not kept
     * @param offset of the array's first byte
     * @param length in bytes
     * @param limits beyond which the text is refused
     * @return offsets {@code [start0, end0, start1, end1, …]} into {@code text}, end exclusive
     * @throws KeryxException {@code BAD_VALUE} where it is no such array or exceeds a limit
     */
    int[] elements(byte[] text, int offset, int length, JsonLimits limits);

    /**
     * Values of one class as JSON payloads.
     *
     * @param <T> the values
     * @param type not generic, for that there is {@link #codec(TypeRef)}
     * @return a codec that reads and writes by this
     */
    default <T> Codec<T> codec(Class<T> type) {
        return codec(TypeRef.of(type));
    }

    /**
     * Values of one type as JSON payloads. A JSON {@code null} does not decode.
     *
     * @param <T> the values
     * @param type with its parameters
     * @return a codec that reads and writes by this
     */
    default <T> Codec<T> codec(TypeRef<T> type) {
        return new Codec<>() {
            @Override
            public Payload encode(T value) {
                return Payload.giving(write(value));
            }

            @Override
            public T decode(Payload payload) {
                T value = read(payload.toByteArray(), type);
                if (value == null) {
                    throw new KeryxException(ErrorCode.BAD_VALUE, "null where " + type + " is wanted");
                }
                return value;
            }
        };
    }

    /**
     * The one implementation present, looked for with the thread's context class loader, then with Json's own.
     *
     * @return looked for anew at each call, so keep it
     * @throws KeryxException {@code UNSUPPORTED} where there is none (the message names {@code keryx-json-jackson}) or
     *     more than one (it names them all)
     */
    static Json find() {
        return JsonLookup.find();
    }
}
