package dev.keryx.bus;

/**
 * Answers questions.
 *
 * @param <Q> questions
 * @param <R> answers
 */
@FunctionalInterface
public interface Responder<Q, R> {
    /**
     * Answers one question, under the rules of {@link MessageHandler}: never concurrently with itself, and may block.
     *
     * <p>To refuse, throw a {@link dev.keryx.KeryxException} with {@code REJECTED}, {@code BAD_VALUE}, {@code DENIED}, {@code
     * RATE} or {@code LIMIT}: its code and text reach whoever asked. Anything else that is thrown is a failure of this handler
     * and reaches the other side as {@code INTERNAL}, its text never.
     *
     * @param message that brought the question, for its topic and headers
     * @param question decoded
     * @return the answer; not null
     * @throws Exception refuses, or fails
     */
    R respond(Message message, Q question) throws Exception;
}
