package dev.keryx.gateway.link;

import dev.keryx.gateway.CloseReason;

/** A client sent something that is not the protocol. Has no stack trace: it is the client's fault, not ours. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Not serialized: it never leaves the process. */
    private final transient CloseReason reason;

    /**
     * With the reason's text as its message.
     *
     * @param reason which the link is closed with
     */
    public MalformedException(CloseReason reason) {
        super(reason.text(), null, false, false);
        this.reason = reason;
    }

    /** {@return what the link is to be closed with} */
    public CloseReason reason() {
        return reason;
    }
}
