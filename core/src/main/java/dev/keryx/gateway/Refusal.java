package dev.keryx.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A no that the client is meant to read. Returned by an answer, or thrown; any other exception reaches the client as
 * {@code INTERNAL}, without its text.
 *
 * @param code short and stable, for programs
 * @param message for people
 * @param data a JSON value, or null
 */
public record Refusal(String code, String message, @Nullable Object data) {
    public static Refusal of(String code, String message) {
        return new Refusal(code, message, null);
    }

    /** To leave a handler with it. */
    public RefusedException toException() {
        return new RefusedException(this);
    }
}
