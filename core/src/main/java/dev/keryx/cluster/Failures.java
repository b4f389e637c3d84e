package dev.keryx.cluster;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.threads.Callbacks;

/** What a future failed with, without the wrappers that its copies put around it. */
final class Failures {
    private Failures() {}

    static KeryxException of(Throwable failure) {
        Throwable cause = Callbacks.cause(failure);
        return cause instanceof KeryxException ours
                ? ours
                : new KeryxException(ErrorCode.INTERNAL, "the bus failed", cause);
    }

    static ErrorCode code(Throwable failure) {
        return of(failure).code();
    }
}
