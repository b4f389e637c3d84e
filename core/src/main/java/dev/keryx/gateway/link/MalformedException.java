package dev.keryx.gateway.link;

import dev.keryx.gateway.CloseReason;

/** A client sent something that is not the protocol. Has no stack trace: it is the client's fault, not ours. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason reason;

    public MalformedException(CloseReason reason) {
        super(reason.text(), null, false, false);
        this.reason = reason;
    }

    public CloseReason reason() {
        return reason;
    }
}
