package dev.keryx.gateway;

import dev.keryx.TypeRef;

/**
 * One of several independent event spaces. Registration is legal at any time and holds for what begins afterwards. One
 * handler per event name: a second throws {@link IllegalStateException}.
 */
public interface Namespace extends Audience {
    String path();

    /** Adds a step to the handshake. */
    Namespace use(HandshakeStep step);

    /** Adds a guard before every handler. */
    Namespace guard(EventGuard guard);

    /** Lets clients join rooms by themselves, where the guard allows it. One only. */
    Namespace allowJoin(JoinGuard guard);

    Namespace onConnect(ConnectHandler handler);

    Namespace onDisconnect(DisconnectHandler handler);

    Namespace onGap(GapListener listener);

    /** Takes the events no handler is registered for; without it they are refused {@code UNSUPPORTED}. One only. */
    Namespace onUnknown(EventHandler<ReceivedEvent> handler);

    /** Answers events of a name; the first argument is decoded as the type, a missing one as null is refused. */
    <T> Namespace answer(String event, TypeRef<T> type, AnswerHandler<T> handler);

    /** Answers events of a name, with all their arguments. */
    Namespace answer(String event, AnswerHandler<Args> handler);

    /** Takes events of a name; the first argument is decoded as the type. */
    <T> Namespace on(String event, TypeRef<T> type, EventHandler<T> handler);

    /** Takes events of a name, with all their arguments. */
    Namespace on(String event, EventHandler<Args> handler);

    default <T> Namespace answer(String event, Class<T> type, AnswerHandler<T> handler) {
        return answer(event, TypeRef.of(type), handler);
    }

    default <T> Namespace on(String event, Class<T> type, EventHandler<T> handler) {
        return on(event, TypeRef.of(type), handler);
    }
}
