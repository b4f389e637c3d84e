package dev.keryx;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of Keryx. Its message begins with the code and names the topic, room, address or limit concerned, never a payload, token or
 * password; the native exception of a broker or socket, where there is one, is its cause.
 *
 * <p>Wrong arguments never end here: they throw {@link IllegalArgumentException} or {@link NullPointerException} at once.
 */
public final class KeryxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, for programs. */
    private final ErrorCode code;
    /** Kept apart from the code, which it may differ from. */
    private final boolean retryable;

    /**
     * Without a cause.
     *
     * @param code also says whether trying again can help
     * @param message names the topic, room, address or limit; the code is put before it
     */
    public KeryxException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /**
     * With the exception that led to it.
     *
     * @param code also says whether trying again can help
     * @param message names the topic, room, address or limit; the code is put before it
     * @param cause the broker's or socket's own exception, or null
     */
    public KeryxException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, code.retryable());
    }

    /**
     * For the rare case in which this very failure differs from its code in whether trying again can help.
     *
     * @param code why
     * @param message names the topic, room, address or limit; the code is put before it
     * @param cause the broker's or socket's own exception, or null
     * @param retryable in place of what the code says
     */
    public KeryxException(ErrorCode code, String message, @Nullable Throwable cause, boolean retryable) {
        super(code + ": " + message, cause);
        this.code = code;
        this.retryable = retryable;
    }

    /** {@return why, for programs; never null} */
    public ErrorCode code() {
        return code;
    }

    /** {@return whether trying the same thing again can help} */
    public boolean retryable() {
        return retryable;
    }
}
