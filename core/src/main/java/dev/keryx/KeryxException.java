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

    private final ErrorCode code;
    private final boolean retryable;

    public KeryxException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public KeryxException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, code.retryable());
    }

    /** For the rare case in which this very failure differs from its code in whether trying again can help. */
    public KeryxException(ErrorCode code, String message, @Nullable Throwable cause, boolean retryable) {
        super(code + ": " + message, cause);
        this.code = code;
        this.retryable = retryable;
    }

    public ErrorCode code() {
        return code;
    }

    /** Whether trying the same thing again can help. */
    public boolean retryable() {
        return retryable;
    }
}
