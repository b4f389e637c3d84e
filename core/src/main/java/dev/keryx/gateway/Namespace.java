package dev.keryx.gateway;

import dev.keryx.TypeRef;

/**
 * One of several independent event spaces. Registration is legal at any time and holds for what begins afterwards. One
 * handler per event name: a second throws {@link IllegalStateException}.
 */
public interface Namespace extends Audience {
    /** {@return what it is named by; begins with a slash} */
    String path();

    /**
     * Adds a step to the handshake, after those that are there.
     *
     * @param step called for several clients at a time
     * @return this
     */
    Namespace use(HandshakeStep step);

    /**
     * Adds a guard before every handler, after those that are there.
     *
     * @param guard called for several links at a time
     * @return this
     */
    Namespace guard(EventGuard guard);

    /**
     * Lets clients join and leave rooms by themselves, where the guard allows it. One only.
     *
     * @param guard called for several links at a time
     * @return this
     * @throws IllegalStateException where there is one already
     */
    Namespace allowJoin(JoinGuard guard);

    /**
     * Hears of new connections; several are called in order.
     *
     * @param handler called for several links at a time
     * @return this
     */
    Namespace onConnect(ConnectHandler handler);

    /**
     * Hears of the ends of connections; several are called in order.
     *
     * @param handler called for several links at a time
     * @return this
     */
    Namespace onDisconnect(DisconnectHandler handler);

    /**
     * Hears of what this node's clients may have missed; several may be called at once.
     *
     * @param listener called on the callback executor
     * @return this
     */
    Namespace onGap(GapListener listener);

    /**
     * Takes the events no handler is registered for; without it they are refused {@code UNSUPPORTED}. One only.
     *
     * @param handler called for several links at a time
     * @return this
     * @throws IllegalStateException where there is one already
     */
    Namespace onUnknown(EventHandler<ReceivedEvent> handler);

    /**
     * Answers events of a name; the first argument is decoded as the type, a missing one or null is refused
     * {@code BAD_VALUE}.
     *
     * @param event at most 128 bytes of UTF-8, not reserved
     * @param type with its parameters
     * @param handler called for several links at a time
     * @param <T> of the first argument
     * @return this
     * @throws IllegalStateException where the event has a handler already
     */
    <T> Namespace answer(String event, TypeRef<T> type, AnswerHandler<T> handler);

    /**
     * Answers events of a name, with all their arguments.
     *
     * @param event at most 128 bytes of UTF-8, not reserved
     * @param handler called for several links at a time
     * @return this
     * @throws IllegalStateException where the event has a handler already
     */
    Namespace answer(String event, AnswerHandler<Args> handler);

    /**
     * Takes events of a name; the first argument is decoded as the type, a missing one or null is refused
     * {@code BAD_VALUE}.
     *
     * @param event at most 128 bytes of UTF-8, not reserved
     * @param type with its parameters
     * @param handler called for several links at a time
     * @param <T> of the first argument
     * @return this
     * @throws IllegalStateException where the event has a handler already
     */
    <T> Namespace on(String event, TypeRef<T> type, EventHandler<T> handler);

    /**
     * Takes events of a name, with all their arguments.
     *
     * @param event at most 128 bytes of UTF-8, not reserved
     * @param handler called for several links at a time
     * @return this
     * @throws IllegalStateException where the event has a handler already
     */
    Namespace on(String event, EventHandler<Args> handler);

    /**
     * As {@link #answer(String, TypeRef, AnswerHandler)}, for a class without parameters.
     *
     * @param event at most 128 bytes of UTF-8, not reserved
     * @param type not generic
     * @param handler called for several links at a time
     * @param <T> of the first argument
     * @return this
     */
    default <T> Namespace answer(String event, Class<T> type, AnswerHandler<T> handler) {
        return answer(event, TypeRef.of(type), handler);
    }

    /**
     * As {@link #on(String, TypeRef, EventHandler)}, for a class without parameters.
     *
     * @param event at most 128 bytes of UTF-8, not reserved
     * @param type not generic
     * @param handler called for several links at a time
     * @param <T> of the first argument
     * @return this
     */
    default <T> Namespace on(String event, Class<T> type, EventHandler<T> handler) {
        return on(event, TypeRef.of(type), handler);
    }
}
