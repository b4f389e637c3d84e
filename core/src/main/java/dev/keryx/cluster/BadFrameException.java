package dev.keryx.cluster;

/** Bytes that are no frame of ours; costs only themselves. Has no stack trace: the sender's fault, not ours. */
final class BadFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    BadFrameException(String why) {
        super(why, null, false, false);
    }
}
