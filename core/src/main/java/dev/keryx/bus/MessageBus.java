package dev.keryx.bus;

import dev.keryx.Codec;
import dev.keryx.DrainReport;
import dev.keryx.Payload;
import dev.keryx.Registration;
import dev.keryx.threads.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Nodes talk to nodes: publish to topics, subscribe to filters. At most once, to subscriptions the broker had confirmed when
 * it processed the publish; whatever cannot be delivered is refused with a typed error, counted, or reported as a gap.
 *
 * <p>Making, configuring and subscribing open no socket and start no thread; that happens in {@code start}. All methods are
 * safe on any thread, {@link #start()} and {@link #close()} are the only ones that block. Every future completes on the
 * callback executor, never on an I/O thread, and is the caller's own: completing or cancelling it changes nothing here.
 */
public interface MessageBus extends AutoCloseable {
    /**
     * Connects and has every subscription made so far confirmed. Idempotent: concurrent callers share one outcome.
     *
     * @return fails within the start timeout: {@code UNAVAILABLE} naming the address, {@code REJECTED} naming the filter; the
     *     bus is then {@code NEW} again (under {@link StartPolicy#FAIL_FAST}), its subscriptions are kept and it may be
     *     started again. {@code CLOSED} after the end
     */
    CompletableFuture<Void> startAsync();

    /**
     * Publishes. Returns at once; two publishes to one topic by one thread keep their order.
     *
     * @param message shared, not copied: it is immutable
     * @return completes when the broker has taken it. {@code OUTCOME_UNKNOWN} means that it may or may not have
     *     arrived; any other code that it was certainly not sent: {@code NOT_STARTED}, {@code UNAVAILABLE},
     *     {@code OVERFLOW}, {@code PAYLOAD_TOO_LARGE}, {@code REJECTED}, {@code UNSUPPORTED} (headers on a RAW bus),
     *     {@code CLOSED}
     * @throws IllegalArgumentException at once, where the topic is one of Keryx's own
     */
    CompletableFuture<Void> publish(Message message);

    /**
     * Subscribes. Before the start it is only recorded. The same handler twice is two subscriptions; a message that several
     * filters of one subscription match arrives once.
     *
     * @param filter which topics
     * @param options buffer, overflow and gaps
     * @param handler called on the callback executor, one message at a time
     * @return to be closed by the caller; the bus closes it when it ends
     * @throws dev.keryx.KeryxException {@code UNSUPPORTED} for a wildcard on a bus without
     *     {@link Capability#PATTERNS}; {@code CLOSED} once the bus drains
     * @throws IllegalArgumentException where the filter asks for a topic of Keryx's own
     */
    Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler);

    /**
     * A subscription to a changing set of exact topics, empty at first.
     *
     * @param options buffer, overflow and gaps
     * @param handler called on the callback executor, one message at a time over all topics
     * @return to be closed by the caller; the bus closes it when it ends
     * @throws dev.keryx.KeryxException {@code CLOSED} once the bus drains
     */
    TopicSubscription subscribe(SubscribeOptions options, MessageHandler handler);

    /**
     * The topics of this filter as reactive streams see them. Each subscriber has a subscription of its own, made when it
     * subscribes. Messages come on the callback executor and never more than were asked for; what is not asked for waits in
     * the subscription's buffer, whose overflow policy rules, and neither the publisher nor the network ever waits. The gap
     * handler of the options hears of holes at their place, with the next message asked for. A subscriber
     * whose {@code onNext} throws is cancelled, and the failure counts as a handler's.
     *
     * <p>{@code onComplete} says that the bus has ended, {@code onError} why the subscription could not go on: {@code
     * OVERFLOW} under {@link Overflow#CANCEL}, after what was buffered, {@code REJECTED}, {@code CLOSED} where the bus had
     * ended before. Cancelling closes the subscription. A drain of the bus waits, within its deadline, for what is buffered to
     * be asked for.
     *
     * @param filter which topics
     * @param options of each subscriber's own subscription
     * @return does nothing until somebody subscribes; may be subscribed to any number of times
     * @throws dev.keryx.KeryxException {@code UNSUPPORTED}, as
     *     {@link #subscribe(TopicFilter, SubscribeOptions, MessageHandler)}
     * @throws IllegalArgumentException where the filter asks for a topic of Keryx's own
     */
    Flow.Publisher<Message> flow(TopicFilter filter, SubscribeOptions options);

    /**
     * Ends the bus: no new subscriptions, buffers run empty (handlers may still publish), publishes are flushed. At the
     * deadline running handlers are interrupted and the rest is discarded and counted. Only what the bus made itself is
     * released. Legal before the start, twice, concurrently and inside a handler.
     *
     * @param within from now to the deadline; a later drain can only bring it forward
     * @return completes when the bus has ended, with one report for all who ask
     */
    CompletableFuture<DrainReport> drain(Duration within);

    /** {@return where it is in its life} */
    BusState state();

    /**
     * Hears every change of state, in order, on the callback executor.
     *
     * @param listener what it throws is logged
     * @return closing it ends that
     */
    Registration onState(Consumer<BusState> listener);

    /** {@return what it can do; constant, known before the start} */
    Set<Capability> capabilities();

    /** Drains with the grace of the options and waits for it. Never throws, idempotent; inside a handler it does not wait. */
    @Override
    void close();

    /** As {@link #startAsync()}, blocking; throws its {@link dev.keryx.KeryxException} itself. */
    default void start() {
        Waiting.on(startAsync());
    }

    /**
     * Publishes these bytes, copied.
     *
     * @param topic where to, see {@link Topic#of}
     * @param payload stays the caller's
     * @return as {@link #publish(Message)}
     */
    default CompletableFuture<Void> publish(String topic, byte[] payload) {
        return publish(Message.to(topic, Payload.of(payload)));
    }

    /**
     * Publishes this text in UTF-8.
     *
     * @param topic where to, see {@link Topic#of}
     * @param payload text; a lone surrogate becomes a question mark
     * @return as {@link #publish(Message)}
     */
    default CompletableFuture<Void> publish(String topic, String payload) {
        return publish(Message.to(topic, Payload.utf8(payload)));
    }

    /**
     * As {@link #subscribe(TopicFilter, SubscribeOptions, MessageHandler)}, with the default options.
     *
     * @param filter see {@link TopicFilter#of}
     * @param handler called on the callback executor, one message at a time
     * @return as there
     */
    default Subscription subscribe(String filter, MessageHandler handler) {
        return subscribe(filter, SubscribeOptions.DEFAULT, handler);
    }

    /**
     * As {@link #subscribe(TopicFilter, SubscribeOptions, MessageHandler)}.
     *
     * @param filter see {@link TopicFilter#of}
     * @param options buffer, overflow and gaps
     * @param handler called on the callback executor, one message at a time
     * @return as there
     */
    default Subscription subscribe(String filter, SubscribeOptions options, MessageHandler handler) {
        return subscribe(TopicFilter.of(filter), options, handler);
    }

    /**
     * As {@link #flow(TopicFilter, SubscribeOptions)}, with the default options.
     *
     * @param filter see {@link TopicFilter#of}
     * @return as there
     */
    default Flow.Publisher<Message> flow(String filter) {
        return flow(TopicFilter.of(filter), SubscribeOptions.DEFAULT);
    }

    /**
     * This bus, carrying values of one type.
     *
     * @param codec called in publishing threads and in handlers'
     * @param <T> the values
     * @return a view of this bus, with nothing of its own to close
     */
    default <T> TypedBus<T> typed(Codec<T> codec) {
        return new TypedBus<>(this, codec);
    }

    /**
     * The technology's own object, where the adapter has one of that class; empty before the start. At any time, the clock that
     * the bus goes by, as a {@link dev.keryx.TimeSource}, and where it runs callbacks, as an {@link
     * java.util.concurrent.Executor}.
     *
     * @param nativeType exactly the class asked for
     * @param <N> what is asked for
     * @return the bus's own, not to be closed; empty where it has none
     */
    default <N> Optional<N> unwrap(Class<N> nativeType) {
        return Optional.empty();
    }
}
