package dev.keryx.gateway;

/** Decides about each event from a client before its handler runs. */
@FunctionalInterface
public interface EventGuard {
    /** Returns to let it pass; throws {@link Refusal#toException()} to refuse it. */
    void check(Connection connection, String event, Args args) throws Exception;
}
