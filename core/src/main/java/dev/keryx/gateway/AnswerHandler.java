package dev.keryx.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Answers events of one name: its result is the client's ack.
 *
 * @param <T> the event's first argument, or {@link Args}
 */
@FunctionalInterface
public interface AnswerHandler<T> {
    /**
     * Answers one event, under the rules of {@link EventHandler}. The next event of the link is handled when this returns,
     * not when a stage it returned completes.
     *
     * @param connection whose client asks
     * @param event the first argument, never null, or all of them
     * @return a value, {@link Args} (spread), a {@link Refusal}, or a {@link java.util.concurrent.CompletionStage} of
     *     one; {@code null} is an ack with one argument {@code null}
     * @throws Exception a {@link RefusedException} or {@code BAD_VALUE} reaches the client, all else as
     *     {@code INTERNAL} without its text
     */
    @Nullable
    Object answer(Connection connection, T event) throws Exception;
}
