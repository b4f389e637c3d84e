package dev.keryx;

/**
 * Turns values into payloads and back. Safe to use from several threads.
 *
 * @param <T> the values
 */
public interface Codec<T> {
    /**
     * Encodes. Throws any unchecked exception where the value has no encoding; the caller sees it at once.
     *
     * @param value not changed
     * @return never null; bytes that nobody else can change
     */
    Payload encode(T value);

    /**
     * Decodes.
     *
     * @param payload as it came, from any sender
     * @return never null
     * @throws KeryxException {@link ErrorCode#BAD_VALUE} where the bytes are not an encoded value
     */
    T decode(Payload payload);

    /** {@return text as UTF-8; malformed bytes decode to U+FFFD} */
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
