package dev.keryx.proofs.gwkit;

import dev.keryx.DrainReport;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.Acks;
import dev.keryx.gateway.AnswerHandler;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.Audience;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.ConnectHandler;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.DisconnectHandler;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.EventGuard;
import dev.keryx.gateway.EventHandler;
import dev.keryx.gateway.GapListener;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.Handshake;
import dev.keryx.gateway.HandshakeStep;
import dev.keryx.gateway.JoinGuard;
import dev.keryx.gateway.Joined;
import dev.keryx.gateway.Members;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Target;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a gateway does, asking the right one for all of it; a wrong gateway does one of these otherwise. One for each gateway. */
class Deeds {
    /** The gateway's; null where it has none. */
    @Nullable
    MessageBus bus;

    CompletableFuture<Void> start(RealtimeGateway right) {
        return right.startAsync();
    }

    CompletableFuture<DrainReport> drain(RealtimeGateway right, DrainPlan plan) {
        return right.drain(plan);
    }

    void close(RealtimeGateway right) {
        right.close();
    }

    GatewayStats stats(RealtimeGateway right) {
        return right.stats();
    }

    Optional<InetSocketAddress> address(RealtimeGateway right) {
        return right.address();
    }

    Namespace namespace(RealtimeGateway right, String path) {
        return right.namespace(path);
    }

    Audience to(Audience right, Collection<Target> targets) {
        return right.to(targets);
    }

    Audience except(Audience right, Collection<Target> targets) {
        return right.except(targets);
    }

    Audience local(Audience right) {
        return right.local();
    }

    Audience with(Audience right, Delivery delivery) {
        return right.with(delivery);
    }

    Receipt emit(Audience right, Event event) {
        return right.emit(event);
    }

    CompletableFuture<Acks> emitWithAck(Audience right, Duration within, Event event) {
        return right.emitWithAck(within, event);
    }

    Members members(Audience right) {
        return right.members();
    }

    void register(Runnable registration) {
        registration.run();
    }

    boolean allows(JoinGuard next, Connection connection, String room) throws Exception {
        return next.allows(connection, room);
    }

    Decision check(HandshakeStep next, Handshake handshake) throws Exception {
        return next.check(handshake);
    }

    void guard(EventGuard next, Connection connection, String event, Args args) throws Exception {
        next.check(connection, event, args);
    }

    void connected(ConnectHandler next, Connection connection) throws Exception {
        next.connected(connection);
    }

    void disconnected(DisconnectHandler next, Connection connection, CloseReason reason) throws Exception {
        next.disconnected(connection, reason);
    }

    void missed(GapListener next, Set<String> rooms) throws Exception {
        next.missed(rooms);
    }

    <T> void handle(EventHandler<T> next, Connection connection, T event) throws Exception {
        next.handle(connection, event);
    }

    <T> @Nullable Object answer(AnswerHandler<T> next, Connection connection, T event) throws Exception {
        return next.answer(connection, event);
    }

    Set<String> rooms(Connection right) {
        return right.rooms();
    }

    CompletableFuture<Joined> join(Connection right, String... rooms) {
        return right.join(rooms);
    }

    void leave(Connection right, String... rooms) {
        right.leave(rooms);
    }

    Receipt send(Connection right, Event event) {
        return right.send(event);
    }

    CompletableFuture<Args> sendWithAck(Connection right, Duration within, Event event) {
        return right.sendWithAck(within, event);
    }

    void close(Connection right, CloseReason reason) {
        right.close(reason);
    }
}
