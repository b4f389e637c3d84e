package dev.keryx.gateway;

/** Carries a {@link Refusal} out of a handler, or out of a future that a refusal answered. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Not serialized: its data may be any object. */
    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.code() + ": " + refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    /** {@return what is to reach the client, or what the client answered} */
    public Refusal refusal() {
        return refusal;
    }
}
