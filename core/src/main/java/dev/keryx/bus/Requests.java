package dev.keryx.bus;

import dev.keryx.Codec;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Questions and answers over a bus. A question is an ordinary message to a topic, whose headers say where the answer goes:
 * one inbox for all questions of this object, on a topic that nobody can guess.
 *
 * <p>Every responder that follows the topic gets the question, the first answer counts: so this is for asking, not for having
 * something done once. Safe on any thread. Needs {@link Capability#HEADERS}; on a bus without, asking fails and responding
 * throws {@code UNSUPPORTED}.
 */
public interface Requests extends AutoCloseable {
    /**
     * As {@link #over(MessageBus, RequestOptions)}, with {@link RequestOptions#DEFAULT}.
     *
     * @param bus stays its owner's
     * @return as there
     */
    static Requests over(MessageBus bus) {
        return over(bus, RequestOptions.DEFAULT);
    }

    /**
     * Questions over this bus, which stays its owner's. Subscribes the inbox: make it before the start, and the start has the
     * inbox confirmed. Runs by the clock and on the executor that the bus {@linkplain MessageBus#unwrap shows}; where it shows
     * none, by the machine's clock and on threads of its own.
     *
     * @param bus stays its owner's
     * @param options bounds of what waits
     * @return to be closed by the caller; the bus's end ends it, too
     * @throws dev.keryx.KeryxException {@code CLOSED} once the bus drains
     */
    static Requests over(MessageBus bus, RequestOptions options) {
        return new BusRequests(Objects.requireNonNull(bus, "bus"), Objects.requireNonNull(options, "options"));
    }

    /**
     * Asks. Returns at once; what the codec throws comes out here.
     *
     * @param within how long to wait for an answer, by the bus's clock
     * @param topic where the responders are
     * @param question encoded in the caller
     * @param q encodes the question
     * @param r decodes the answer
     * @param <Q> questions
     * @param <R> answers
     * @return completes on the bus's callback executor with the first answer. {@code TIMEOUT} where none came, for
     *     whatever reason; what the publish failed with ({@code NOT_STARTED}, {@code UNAVAILABLE},
     *     {@code OUTCOME_UNKNOWN} and so on); {@code UNAVAILABLE} too while the inbox is not subscribed, because the
     *     link was just lost; the responder's refusal ({@code REJECTED}, {@code BAD_VALUE}, {@code DENIED},
     *     {@code RATE}, {@code LIMIT}) or {@code INTERNAL} for its failure; {@code BAD_VALUE} for an answer that
     *     cannot be read; {@code OVERFLOW} beyond {@link RequestOptions#maxPending()}; {@code CLOSED} when this or the
     *     bus ends first. Cancelling it forgets the question at once
     * @throws IllegalArgumentException where the time is not positive or the topic is Keryx's own
     */
    <Q, R> CompletableFuture<R> ask(Duration within, Topic topic, Q question, Codec<Q> q, Codec<R> r);

    /**
     * Answers questions. Messages on these topics that are no questions are skipped.
     *
     * @param filter which topics
     * @param options of the subscription, by whose buffer questions wait
     * @param q decodes questions; one that cannot be read is refused {@code BAD_VALUE}
     * @param r encodes answers
     * @param responder called on the callback executor, one question at a time
     * @param <Q> questions
     * @param <R> answers
     * @return the subscription, which is the caller's and outlives this object
     * @throws dev.keryx.KeryxException {@code UNSUPPORTED} on a bus without headers; as {@link MessageBus#subscribe}
     */
    <Q, R> Subscription respond(
            TopicFilter filter, SubscribeOptions options, Codec<Q> q, Codec<R> r, Responder<Q, R> responder);

    /**
     * As {@link #respond(TopicFilter, SubscribeOptions, Codec, Codec, Responder)}, with the default options.
     *
     * @param filter which topics
     * @param q decodes questions
     * @param r encodes answers
     * @param responder called on the callback executor, one question at a time
     * @param <Q> questions
     * @param <R> answers
     * @return as there
     */
    default <Q, R> Subscription respond(TopicFilter filter, Codec<Q> q, Codec<R> r, Responder<Q, R> responder) {
        return respond(filter, SubscribeOptions.DEFAULT, q, r, responder);
    }

    /** {@return a snapshot; its counts are not taken at the very same moment} */
    RequestStats stats();

    /** Asks no more: what waits fails {@code CLOSED}, the inbox is unsubscribed. Never waits, never throws, idempotent. */
    @Override
    void close();
}
