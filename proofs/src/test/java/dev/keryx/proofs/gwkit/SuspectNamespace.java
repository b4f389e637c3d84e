package dev.keryx.proofs.gwkit;

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
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.ReceivedEvent;

/** A namespace of a {@link SuspectGateway}. */
final class SuspectNamespace extends SuspectAudience implements Namespace {
    private final Namespace namespace;

    SuspectNamespace(Namespace right, Deeds deeds) {
        super(right, deeds);
        this.namespace = right;
    }

    private Connection suspect(Connection connection) {
        return new SuspectConnection(connection, this, deeds);
    }

    private <T> EventHandler<T> handling(EventHandler<T> next) {
        return (connection, event) -> deeds.handle(next, suspect(connection), event);
    }

    private <T> AnswerHandler<T> answering(AnswerHandler<T> next) {
        return (connection, event) -> deeds.answer(next, suspect(connection), event);
    }

    @Override
    public String path() {
        return namespace.path();
    }

    @Override
    public Namespace use(HandshakeStep step) {
        deeds.register(() -> namespace.use(handshake -> deeds.check(step, handshake)));
        return this;
    }

    @Override
    public Namespace guard(EventGuard guard) {
        deeds.register(() ->
                namespace.guard((connection, event, args) -> deeds.guard(guard, suspect(connection), event, args)));
        return this;
    }

    @Override
    public Namespace allowJoin(JoinGuard guard) {
        deeds.register(() -> namespace.allowJoin((connection, room) -> deeds.allows(guard, suspect(connection), room)));
        return this;
    }

    @Override
    public Namespace onConnect(ConnectHandler handler) {
        deeds.register(() -> namespace.onConnect(connection -> deeds.connected(handler, suspect(connection))));
        return this;
    }

    @Override
    public Namespace onDisconnect(DisconnectHandler handler) {
        deeds.register(() -> namespace.onDisconnect(
                (connection, reason) -> deeds.disconnected(handler, suspect(connection), reason)));
        return this;
    }

    @Override
    public Namespace onGap(GapListener listener) {
        deeds.register(() -> namespace.onGap(rooms -> deeds.missed(listener, rooms)));
        return this;
    }

    @Override
    public Namespace onUnknown(EventHandler<ReceivedEvent> handler) {
        deeds.register(() -> namespace.onUnknown(handling(handler)));
        return this;
    }

    @Override
    public <T> Namespace answer(String event, TypeRef<T> type, AnswerHandler<T> handler) {
        deeds.register(() -> namespace.answer(event, type, answering(handler)));
        return this;
    }

    @Override
    public Namespace answer(String event, AnswerHandler<Args> handler) {
        deeds.register(() -> namespace.answer(event, answering(handler)));
        return this;
    }

    @Override
    public <T> Namespace on(String event, TypeRef<T> type, EventHandler<T> handler) {
        deeds.register(() -> namespace.on(event, type, handling(handler)));
        return this;
    }

    @Override
    public Namespace on(String event, EventHandler<Args> handler) {
        deeds.register(() -> namespace.on(event, handling(handler)));
        return this;
    }
}
