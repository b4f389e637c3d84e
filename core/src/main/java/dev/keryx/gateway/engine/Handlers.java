package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.TypeRef;
import dev.keryx.gateway.AnswerHandler;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.ConnectHandler;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.DisconnectHandler;
import dev.keryx.gateway.EventGuard;
import dev.keryx.gateway.EventHandler;
import dev.keryx.gateway.GapListener;
import dev.keryx.gateway.HandshakeStep;
import dev.keryx.gateway.JoinGuard;
import dev.keryx.gateway.ReceivedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What an application has registered in a namespace. Any thread, at any time. */
final class Handlers {
    /** Says that the ack is empty, where null would say one argument null. */
    static final Object NOTHING = new Object();

    final List<HandshakeStep> steps = new CopyOnWriteArrayList<>();
    final List<EventGuard> guards = new CopyOnWriteArrayList<>();
    final List<ConnectHandler> connects = new CopyOnWriteArrayList<>();
    final List<DisconnectHandler> disconnects = new CopyOnWriteArrayList<>();
    final List<GapListener> gaps = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable JoinGuard> joinGuard = new AtomicReference<>();
    private final AtomicReference<@Nullable EventHandler<ReceivedEvent>> unknown = new AtomicReference<>();
    private final Map<String, Call> calls = new ConcurrentHashMap<>();

    /** One event's handler. */
    interface Call {
        /** What the handler answers; {@link #NOTHING} for an empty ack. */
        @Nullable
        Object with(Connection connection, Args args) throws Exception;
    }

    /** Whether anything at all is registered: only then are clients let in. */
    boolean any() {
        return !steps.isEmpty()
                || !guards.isEmpty()
                || !connects.isEmpty()
                || !disconnects.isEmpty()
                || !gaps.isEmpty()
                || !calls.isEmpty()
                || joinGuard.get() != null
                || unknown.get() != null;
    }

    @Nullable
    JoinGuard joinGuard() {
        return joinGuard.get();
    }

    void joinGuard(JoinGuard guard) {
        if (!joinGuard.compareAndSet(null, guard)) {
            throw new IllegalStateException("clients' joins have a guard already");
        }
    }

    void unknown(EventHandler<ReceivedEvent> handler) {
        if (!unknown.compareAndSet(null, handler)) {
            throw new IllegalStateException("unknown events have a handler already");
        }
    }

    <T> void answer(String event, TypeRef<T> type, AnswerHandler<T> handler) {
        put(event, (connection, args) -> handler.answer(connection, first(args, type)));
    }

    void answer(String event, AnswerHandler<Args> handler) {
        put(event, handler::answer);
    }

    <T> void on(String event, TypeRef<T> type, EventHandler<T> handler) {
        put(event, (connection, args) -> {
            handler.handle(connection, first(args, type));
            return NOTHING;
        });
    }

    void on(String event, EventHandler<Args> handler) {
        put(event, (connection, args) -> {
            handler.handle(connection, args);
            return NOTHING;
        });
    }

    private void put(String event, Call call) {
        Space.requireEvent(event);
        if (calls.putIfAbsent(event, call) != null) {
            throw new IllegalStateException("the event has a handler already: " + event);
        }
    }

    private static <T> T first(Args args, TypeRef<T> type) {
        T value = args.get(0, type);
        if (value == null) {
            throw new KeryxException(ErrorCode.BAD_VALUE, "null where " + type + " is wanted");
        }
        return value;
    }

    /** Whether the event has a handler of its own. */
    boolean knows(String event) {
        return calls.containsKey(event);
    }

    /** The handler of an event, that of unknown events in its place, or null. */
    @Nullable
    Call of(String event) {
        Call call = calls.get(event);
        EventHandler<ReceivedEvent> fallback = unknown.get();
        if (call != null || fallback == null) {
            return call;
        }
        return (connection, args) -> {
            fallback.handle(connection, new ReceivedEvent(event, args));
            return NOTHING;
        };
    }
}
