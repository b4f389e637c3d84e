package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.RefusedException;

/** What a client is told of a failure: a refusal as it is, what it did wrong itself, and of anything else nothing. */
final class Faults {
    private Faults() {}

    static Refusal of(ErrorCode code, String message) {
        return Refusal.of(code.name(), message);
    }

    static Refusal toClient(Throwable failure) {
        if (failure instanceof RefusedException refused) {
            return refused.refusal();
        }
        return failure instanceof KeryxException known && known.code() == ErrorCode.BAD_VALUE
                ? ownWords(known)
                : of(ErrorCode.INTERNAL, "internal error");
    }

    /** Whether it is a fault in the application and not the client's. */
    static boolean isOurs(Throwable failure) {
        return !(failure instanceof RefusedException)
                && !(failure instanceof KeryxException known && known.code() == ErrorCode.BAD_VALUE);
    }

    /** The message of an exception begins with its code, which a refusal carries apart. */
    static Refusal ownWords(KeryxException failure) {
        String code = failure.code().name();
        String message = String.valueOf(failure.getMessage());
        return Refusal.of(code, message.startsWith(code + ": ") ? message.substring(code.length() + 2) : message);
    }

    /** Whether trying again can help. */
    static boolean retry(Refusal refusal) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(refusal.code())) {
                return code.retryable();
            }
        }
        return false;
    }
}
