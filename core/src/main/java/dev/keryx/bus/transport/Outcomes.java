package dev.keryx.bus.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.threads.Callbacks;
import org.jspecify.annotations.Nullable;

/** What a failed send says about the message: certainly not sent, or nobody knows. */
final class Outcomes {
    private Outcomes() {}

    /** A driver may claim that nothing was sent only by a code that means it; everything else is unknown. */
    static KeryxException ofSend(Throwable failure, Topic topic) {
        Throwable cause = Callbacks.cause(failure);
        if (cause instanceof KeryxException known) {
            switch (known.code()) {
                case UNAVAILABLE, REJECTED, PAYLOAD_TOO_LARGE, OVERFLOW, UNSUPPORTED, OUTCOME_UNKNOWN -> {
                    return known;
                }
                default -> {}
            }
        }
        return new KeryxException(
                ErrorCode.OUTCOME_UNKNOWN, "the send failed, the message to " + topic + " may have arrived", cause);
    }

    /** Certainly not sent, or refused only for the time being. */
    static boolean isForNow(KeryxException failure) {
        return failure.code() == ErrorCode.UNAVAILABLE || (failure.code() == ErrorCode.REJECTED && failure.retryable());
    }

    static KeryxException linkLost(@Nullable Throwable cause) {
        return new KeryxException(
                ErrorCode.OUTCOME_UNKNOWN, "the link ended before the answer, the message may have arrived", cause);
    }
}
