package dev.keryx;

/**
 * Turns values into payloads and back. Safe to use from several threads.
 *
 * @param <T> the values
 */
public interface Codec<T> {
    /** Throws any unchecked exception where the value has no encoding; the caller sees it at once. */
    Payload encode(T value);

    /** Throws {@link KeryxException} with {@link ErrorCode#BAD_VALUE} where the bytes are not an encoded value. */
    T decode(Payload payload);

    /** Text as UTF-8. */
    static Codec<String> utf8() {
        return new Codec<>() {
            @Override
            public Payload encode(String value) {
                return Payload.utf8(value);
            }

            @Override
            public String decode(Payload payload) {
                return payload.utf8();
            }
        };
    }
}
