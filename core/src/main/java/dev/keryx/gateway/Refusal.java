package dev.keryx.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A no that the client is meant to read. Returned by an answer, or thrown; any other exception reaches the client as
 * {@code INTERNAL}, without its text, except {@code BAD_VALUE}, which says what is wrong with what the client sent.
 *
 * @param code short and stable, for programs
 * @param message for people
 * @param data a JSON value, or null; left out where it has no JSON form
 */
public record Refusal(String code, String message, @Nullable Object data) {
    /**
     * Without data.
     *
     * @param code short and stable, for programs
     * @param message for people
     * @return a no
     */
    public static Refusal of(String code, String message) {
        return new Refusal(code, message, null);
    }

    /** {@return this as an exception, to leave a handler with; it has no stack trace} */
    public RefusedException toException() {
        return new RefusedException(this);
    }
}
