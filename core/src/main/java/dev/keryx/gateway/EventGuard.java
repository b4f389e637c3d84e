package dev.keryx.gateway;

/** Decides about each event from a client before its handler runs. */
@FunctionalInterface
public interface EventGuard {
    /**
     * Returns to let it pass; throws {@link Refusal#toException()} to refuse it.
     *
     * @param connection whose client sent it
     * @param event the name, known or not
     * @param args not decoded yet
     * @throws Exception a {@link RefusedException} or {@code BAD_VALUE} reaches the client, all else as
     *     {@code INTERNAL} without its text
     */
    void check(Connection connection, String event, Args args) throws Exception;
}
