package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.Attributes;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Joined;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.link.Signal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A link's presence in one namespace: what applications call a connection. Any thread, except where said. */
final class Presence implements Connection {
    private final Peer peer;
    private final Space space;
    private final ConnectionInfo info;
    private final Seating seating;
    // Guarded by this; made when somebody asks.
    private @Nullable PendingAcks acks;
    private @Nullable Attributes attributes;

    /** What may have been missed; null most of the time. On the lane. */
    private @Nullable GapNotice gap;

    /** The application has ended it: what it still sends is not handled. */
    private volatile boolean dismissed;

    /** The observer was told that it came, so it has to be told that it went. On the lane. */
    private boolean admitted;

    /** On the lane. */
    private boolean ended;

    Presence(Peer peer, Space space, ConnectionInfo info, Decision.Accept accepted) {
        this.peer = peer;
        this.space = space;
        this.info = info;
        this.seating = new Seating(this);
        this.attributes = accepted.attributes().isEmpty() ? null : new Attributes(accepted.attributes());
    }

    LaneLoop loop() {
        return peer.loop;
    }

    Outlet outlet() {
        return peer.outlet;
    }

    Peer peer() {
        return peer;
    }

    Space space() {
        return space;
    }

    synchronized PendingAcks acks() {
        if (acks == null) {
            acks = new PendingAcks(info.id(), peer.site);
        }
        return acks;
    }

    Seating seating() {
        return seating;
    }

    boolean isDismissed() {
        return dismissed;
    }

    @Override
    public ConnectionInfo info() {
        return info;
    }

    @Override
    public Namespace namespace() {
        return space;
    }

    @Override
    public synchronized Attributes attributes() {
        if (attributes == null) {
            attributes = new Attributes(Map.of());
        }
        return attributes;
    }

    @Override
    public Set<String> rooms() {
        return seating.rooms();
    }

    @Override
    public CompletableFuture<Joined> join(String... rooms) {
        Set<String> asked = new LinkedHashSet<>();
        for (String room : rooms) {
            Space.requireRoom(room);
            asked.add(room);
        }
        KeryxException refusal = seating.join(asked);
        if (refusal != null) {
            return peer.site.callbacks.failed(refusal);
        }
        peer.site.bursts.wake(peer.loop);
        Set<String> joined = Set.copyOf(asked);
        return peer.site.callbacks.copy(seating.live(joined).thenApply(clusterWide -> new Joined(joined, clusterWide)));
    }

    @Override
    public void leave(String... rooms) {
        if (seating.leave(List.of(rooms))) {
            peer.site.bursts.wake(peer.loop);
        }
    }

    @Override
    public Receipt send(Event event) {
        boolean sent = send(signal(event, 0));
        return new Receipt(sent ? 1 : 0, peer.site.callbacks.done());
    }

    private Signal.Event signal(Event event, long id) {
        return new Signal.Event(space.path(), id, event.name(), peer.site.coder.args(event.values()), null);
    }

    private boolean send(Signal.Event signal) {
        peer.site.watch.emitted.increment();
        if (!peer.life.isOpen()) {
            peer.site.watch.dropped.increment();
            return false;
        }
        peer.tell(Outgoing.of(signal, Delivery.QUEUED));
        return true;
    }

    @Override
    public CompletableFuture<Args> sendWithAck(Duration within, Event event) {
        Objects.requireNonNull(within, "within");
        long id = peer.site.ids.question();
        Signal.Event question = signal(event, id); // fails before anybody waits for an answer
        CompletableFuture<Args> answer = acks().ask(id, within);
        if (!answer.isDone()) {
            send(question);
            peer.loop.wake();
        }
        return answer;
    }

    @Override
    public void close(CloseReason reason) {
        dismissed = true;
        peer.loop.offer(new Ending(this, reason));
        peer.site.bursts.wake(peer.loop);
    }

    /** Is a member of what it was granted from now on. On the lane; false: the link has ended meanwhile. */
    boolean admitted() {
        if (!peer.life.isOpen()) {
            end(peer.life.reason());
            return false;
        }
        seating.sit();
        admitted = true;
        peer.site.watch.tell(observer -> observer.connected(info));
        return true;
    }

    /** On the lane: the application wants it gone. */
    void closeNow(CloseReason reason) {
        if (ended) {
            return;
        }
        if (peer.outlet.dialect.protocol.manyNamespaces()) {
            outlet().send(Outgoing.of(new Signal.Goodbye(space.path())));
            end(reason);
        } else {
            peer.life.closeInTurn(reason, peer.life.goodbye(reason));
        }
    }

    /** On the lane: it is out of all groups, and its handlers hear of it after all of its events. Idempotent. */
    void end(CloseReason reason) {
        if (ended) {
            return;
        }
        ended = true;
        seating.leaveAll();
        space.forget(this);
        acks().end();
        if (admitted) {
            peer.site.watch.tell(observer -> observer.disconnected(info, reason));
        }
        peer.inbox.add(new Departure(this, reason));
        peer.inbox.schedule();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Something may be missing in these rooms; empty: in all. On the lane. */
    void missed(Set<String> rooms, String reason) {
        if (ended) {
            return;
        }
        if (gap == null) {
            gap = new GapNotice(peer.site.clock);
        }
        peer.lookBy(gap.add(rooms, reason, peer.site.time()));
    }

    /** Tells of a gap where one is due; when to look again. On the lane. */
    long look(long now) {
        if (gap == null || ended) {
            return Site.NEVER;
        }
        Signal.Missed news = gap.take(space.path(), now);
        if (news != null) {
            peer.tell(news);
        }
        return gap.due();
    }

    static KeryxException closed(ConnectionInfo info) {
        return new KeryxException(ErrorCode.CLOSED, "connection " + info.id() + " has ended");
    }

    @Override
    public String toString() {
        return "Connection[" + info.id() + "]";
    }
}
