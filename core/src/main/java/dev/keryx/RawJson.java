package dev.keryx;

import java.nio.charset.StandardCharsets;

/**
 * JSON text of one value, passed through as it is. Whoever makes one answers for its being valid JSON.
 *
 * @param text UTF-8 bytes of the value, given away by whoever makes the object
 */
public record RawJson(Payload text) {
    /**
     * Without a check.
     *
     * @param json the text of one value
     * @return its UTF-8
     */
    public static RawJson of(String json) {
        return new RawJson(Payload.giving(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return text.utf8();
    }
}
