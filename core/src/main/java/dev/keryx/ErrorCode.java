package dev.keryx;

/** Why an operation was refused or failed: the one vocabulary of all errors, on the bus and on the gateway. */
public enum ErrorCode {
    /** The bus or gateway has not been started; nothing was queued. */
    NOT_STARTED(false),
    /** The bus, gateway, subscription or connection has ended for good. */
    CLOSED(false),
    /** The broker cannot be reached; what was asked has certainly not happened. */
    UNAVAILABLE(true),
    /** It was sent, but the answer was lost or late: it may or may not have happened. Never replayed by Keryx. */
    OUTCOME_UNKNOWN(false),
    /** The other side understood and said no. */
    REJECTED(false),
    /** No answer within the time the caller gave. */
    TIMEOUT(true),
    /** The payload exceeds the limit named in the message; nothing was sent. */
    PAYLOAD_TOO_LARGE(false),
    /** A bounded buffer is full; trying again later can help. */
    OVERFLOW(true),
    /** This adapter does not have the ability asked for. */
    UNSUPPORTED(false),
    /** The caller cancelled. */
    CANCELLED(false),
    /** A fault in Keryx or in the application's own code. */
    INTERNAL(false),
    /** A value is missing or has the wrong shape. */
    BAD_VALUE(false),
    /** The application's rules forbid it. */
    DENIED(false),
    /** Too many in too short a time. */
    RATE(true),
    /** A fixed limit is reached. */
    LIMIT(false),
    /** The address could not be bound. */
    BIND_FAILED(true);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** {@return whether trying the same thing again can help, unless the exception says otherwise} */
    public boolean retryable() {
        return retryable;
    }
}
