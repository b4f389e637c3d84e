package dev.keryx.gateway.engine;

import dev.keryx.TypeRef;
import dev.keryx.gateway.Acks;
import dev.keryx.gateway.AnswerHandler;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.Audience;
import dev.keryx.gateway.ConnectHandler;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.DisconnectHandler;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.EventGuard;
import dev.keryx.gateway.EventHandler;
import dev.keryx.gateway.GapListener;
import dev.keryx.gateway.HandshakeStep;
import dev.keryx.gateway.JoinGuard;
import dev.keryx.gateway.Members;
import dev.keryx.gateway.Names;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.ReceivedEvent;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Relay;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A namespace: its handlers, its groups and who is in it. Any thread. */
final class Space implements Namespace {
    private final String path;
    private final Handlers handlers = new Handlers();
    private final Groups everybody;
    private final Groups rooms;
    private final Groups users;
    private final Map<String, Presence> presences = new ConcurrentHashMap<>();
    private final Selection all;

    Space(Site site, Casting casting, String path) {
        this.path = path;
        this.everybody = new Groups(
                path, name -> new Relay.Scope.Everybody(), () -> site.loops().size());
        this.rooms = new Groups(path, Relay.Scope.Room::new, () -> site.loops().size());
        this.users = new Groups(path, Relay.Scope.User::new, () -> site.loops().size());
        this.all = new Selection(site, casting, this);
    }

    static void requireRoom(String name) {
        require(Names.roomFault(name));
    }

    static void requireEvent(String name) {
        require(Names.eventFault(name));
    }

    static void require(@Nullable String fault) {
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    Handlers handlers() {
        return handlers;
    }

    /** One group, named by the empty text. */
    Groups everybody() {
        return everybody;
    }

    Groups rooms() {
        return rooms;
    }

    Groups users() {
        return users;
    }

    @Nullable
    Presence presence(String id) {
        return presences.get(id);
    }

    long connections() {
        return presences.size();
    }

    void remember(Presence presence) {
        presences.put(presence.id(), presence);
    }

    void forget(Presence presence) {
        presences.remove(presence.id());
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Namespace use(HandshakeStep step) {
        handlers.steps.add(Objects.requireNonNull(step, "step"));
        return this;
    }

    @Override
    public Namespace guard(EventGuard guard) {
        handlers.guards.add(Objects.requireNonNull(guard, "guard"));
        return this;
    }

    @Override
    public Namespace allowJoin(JoinGuard guard) {
        handlers.joinGuard(Objects.requireNonNull(guard, "guard"));
        return this;
    }

    @Override
    public Namespace onConnect(ConnectHandler handler) {
        handlers.connects.add(Objects.requireNonNull(handler, "handler"));
        return this;
    }

    @Override
    public Namespace onDisconnect(DisconnectHandler handler) {
        handlers.disconnects.add(Objects.requireNonNull(handler, "handler"));
        return this;
    }

    @Override
    public Namespace onGap(GapListener listener) {
        handlers.gaps.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    @Override
    public Namespace onUnknown(EventHandler<ReceivedEvent> handler) {
        handlers.unknown(Objects.requireNonNull(handler, "handler"));
        return this;
    }

    @Override
    public <T> Namespace answer(String event, TypeRef<T> type, AnswerHandler<T> handler) {
        handlers.answer(event, Objects.requireNonNull(type, "type"), Objects.requireNonNull(handler, "handler"));
        return this;
    }

    @Override
    public Namespace answer(String event, AnswerHandler<Args> handler) {
        handlers.answer(event, Objects.requireNonNull(handler, "handler"));
        return this;
    }

    @Override
    public <T> Namespace on(String event, TypeRef<T> type, EventHandler<T> handler) {
        handlers.on(event, Objects.requireNonNull(type, "type"), Objects.requireNonNull(handler, "handler"));
        return this;
    }

    @Override
    public Namespace on(String event, EventHandler<Args> handler) {
        handlers.on(event, Objects.requireNonNull(handler, "handler"));
        return this;
    }

    @Override
    public Audience to(Collection<Target> targets) {
        return all.to(targets);
    }

    @Override
    public Audience except(Collection<Target> targets) {
        return all.except(targets);
    }

    @Override
    public Audience local() {
        return all.local();
    }

    @Override
    public Audience with(Delivery delivery) {
        return all.with(delivery);
    }

    @Override
    public Receipt emit(Event event) {
        return all.emit(event);
    }

    @Override
    public CompletableFuture<Acks> emitWithAck(Duration within, Event event) {
        return all.emitWithAck(within, event);
    }

    @Override
    public Members members() {
        return all.members();
    }

    @Override
    public String toString() {
        return "Namespace[" + path + "]";
    }
}
