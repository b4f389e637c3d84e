package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Names;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.WebRequest;
import dev.keryx.gateway.link.MalformedException;
import dev.keryx.gateway.link.Signal;
import dev.keryx.gateway.link.WireProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client that speaks a protocol: its signals become jobs of the inbox, or answers at once. On the lane. */
final class ProtocolTalk implements Talk {
    private final Peer peer;
    private final Spaces spaces;
    private final WireProtocol.Decoder decoder;
    /** Kept while a hello may still come: its headers weigh more than all the rest of an idle link. */
    private Optional<WebRequest> request;

    /** Into the namespace asked for first. A link of the native protocol has no other. */
    private @Nullable Entry first;

    private List<Entry> others = List.of();

    private boolean hello;
    private long joinsPaidAt;

    ProtocolTalk(Peer peer, Spaces spaces, WireProtocol protocol, Optional<WebRequest> request) {
        this.peer = peer;
        this.spaces = spaces;
        this.decoder = protocol.decoder();
        this.request = request;
    }

    @Override
    public void take(byte[] message, boolean binary) throws MalformedException {
        List<Signal> signals = binary ? decoder.binary(message) : decoder.text(message);
        for (int i = 0; i < signals.size() && peer.life.isOpen(); i++) {
            take(signals.get(i), message.length);
        }
    }

    private void take(Signal signal, int bytes) throws MalformedException {
        if (signal instanceof Signal.Event event) {
            event(entry(event.namespace()), event);
        } else if (signal instanceof Signal.Ack ack) {
            Presence presence = admitted(ack.namespace());
            if (presence != null) {
                presence.acks().answer(ack.id(), ack.args());
            }
        } else if (signal instanceof Signal.Failure no) {
            Presence presence = admitted(no.namespace());
            if (presence != null) {
                presence.acks().refuse(no.id(), no.refusal());
            }
        } else if (signal instanceof Signal.Join join) {
            room(entry(join.namespace()), join.id(), join.room(), true);
        } else if (signal instanceof Signal.Leave leave) {
            room(entry(leave.namespace()), leave.id(), leave.room(), false);
        } else if (signal instanceof Signal.Hello wish) {
            hello(wish, bytes);
        } else if (signal instanceof Signal.Unfit unfit) {
            entry(unfit.namespace());
            refuse(unfit.namespace(), unfit.id(), unfit.refusal());
        } else if (signal instanceof Signal.Goodbye bye) {
            goodbye(bye.namespace());
        } else if (!(signal instanceof Signal.Pong)) {
            throw malformed("only a gateway says this");
        }
    }

    private boolean manyNamespaces() {
        return peer.outlet.dialect.protocol.manyNamespaces();
    }

    private static MalformedException malformed(String why) {
        return new MalformedException(CloseReason.BAD_FRAME.because(why));
    }

    private @Nullable Entry find(String namespace) {
        if (first != null && first.space.path().equals(namespace)) {
            return first;
        }
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).space.path().equals(namespace)) {
                return others.get(i);
            }
        }
        return null;
    }

    private Entry entry(String namespace) throws MalformedException {
        Entry entry = find(namespace);
        if (entry == null) {
            throw malformed("nothing may come before hello");
        }
        return entry;
    }

    private @Nullable Presence admitted(String namespace) throws MalformedException {
        Entry entry = entry(namespace);
        return entry.admitted ? entry.presence() : null;
    }

    private void event(Entry entry, Signal.Event event) throws MalformedException {
        String fault = Names.eventFault(event.name());
        if (fault != null) {
            unfit(entry, event.id(), fault);
            return;
        }
        peer.site.watch.received.increment();
        peer.hand(new Question(entry, event));
    }

    private void unfit(Entry entry, long id, String fault) throws MalformedException {
        if (id == 0) {
            throw malformed(fault);
        }
        refuse(entry.space.path(), id, Faults.of(ErrorCode.BAD_VALUE, fault));
    }

    private void refuse(String namespace, long id, Refusal refusal) {
        if (id != 0) {
            peer.tell(new Signal.Failure(namespace, id, refusal, Faults.retry(refusal)));
        }
    }

    private void room(Entry entry, long id, String room, boolean in) throws MalformedException {
        String fault = Names.roomFault(room);
        if (fault != null) {
            unfit(entry, id, fault);
            return;
        }
        long now = peer.site.time();
        if (in && peer.site.joinRate.excess(peer.site.joinRate.take(joinsPaidAt, now), now) > 0) {
            peer.site.watch.refused("joinsPerSecond");
            refuse(entry.space.path(), id, Faults.of(ErrorCode.RATE, "too many joins, option joinsPerSecond"));
            return;
        }
        joinsPaidAt = in ? peer.site.joinRate.take(joinsPaidAt, now) : joinsPaidAt;
        peer.hand(new RoomWish(entry, id, room, in));
    }

    private void hello(Signal.Hello wish, int bytes) throws MalformedException {
        if (find(wish.namespace()) != null || (hello && !manyNamespaces())) {
            throw malformed("a second hello");
        }
        hello = true;
        Space space = spaces.admitting(wish.namespace());
        if (space == null) {
            notAdmitted(wish.namespace(), Refusal.of("NO_NAMESPACE", "there is no such namespace"));
            return;
        }
        Entry entry = new Entry(
                space, peer.site.time() + peer.site.limits.handshakeWithin().toNanos());
        add(entry);
        peer.lookBy(entry.by);
        peer.hand(new Entrance(peer, this, entry, wish.auth(), request, bytes));
        if (!manyNamespaces()) {
            request = Optional.empty();
        }
    }

    private void add(Entry entry) {
        if (first == null) {
            first = entry;
        } else {
            List<Entry> more = new ArrayList<>(others);
            more.add(entry);
            others = more;
        }
    }

    private void without(Entry entry) {
        entry.shut();
        if (first == entry) {
            first = null;
        } else {
            List<Entry> fewer = new ArrayList<>(others);
            fewer.remove(entry);
            others = List.copyOf(fewer);
        }
    }

    /** A copy, since whoever is asked may leave. */
    private List<Entry> entries() {
        List<Entry> all = new ArrayList<>(1 + others.size());
        if (first != null) {
            all.add(first);
        }
        all.addAll(others);
        return all;
    }

    /** A step said no, or the time was over. */
    void refuse(Entry entry, Refusal refusal) {
        if (entry.isOpen() && !entry.admitted) {
            without(entry);
            notAdmitted(entry.space.path(), refusal);
        }
    }

    private void notAdmitted(String namespace, Refusal refusal) {
        peer.site.watch.refused("handshake");
        peer.tell(new Signal.NotAdmitted(namespace, refusal));
        if (!manyNamespaces()) {
            peer.life.close(CloseReason.AUTH);
        }
    }

    private void goodbye(String namespace) throws MalformedException {
        Entry entry = entry(namespace);
        Presence presence = entry.admitted ? entry.presence() : null;
        without(entry);
        if (presence != null) {
            presence.end(CloseReason.NORMAL);
        }
        if (!manyNamespaces()) {
            peer.life.close(CloseReason.NORMAL);
        }
    }

    @Override
    public void ended(CloseReason reason) {
        for (Entry entry : entries()) {
            entry.shut();
            Presence presence = entry.admitted ? entry.presence() : null;
            if (presence != null) {
                presence.end(reason);
            }
        }
    }

    @Override
    public void opened() {
        peer.outlet.send(Outgoing.of(new Signal.Opened(
                peer.site.ids.link(),
                peer.pulse.interval(),
                peer.site.options.pingTimeout(),
                peer.site.limits.messageBytes())));
    }

    @Override
    public boolean expectsHello() {
        return !hello;
    }

    @Override
    public Outgoing goodbye(CloseReason reason, Optional<Signal.Advice> advice) {
        return Outgoing.of(new Signal.Bye(reason.code(), reason.text(), advice));
    }

    @Override
    public Outgoing ping() {
        return peer.outlet.dialect.ping;
    }

    @Override
    public long look(long now) {
        long next = Site.NEVER;
        for (Entry entry : entries()) {
            if (entry.by <= now) {
                entry.by = Site.NEVER;
                refuse(entry, Faults.of(ErrorCode.TIMEOUT, "the handshake took too long"));
            } else {
                next = Math.min(next, entry.by);
            }
            Presence presence = entry.admitted ? entry.presence() : null;
            if (presence != null) {
                next = Math.min(next, presence.look(now));
            }
        }
        return next;
    }

    @Override
    public @Nullable Presence in(String namespace) {
        Entry entry = find(namespace);
        return entry != null && entry.admitted ? entry.presence() : null;
    }

    @Override
    public void each(Consumer<Presence> action) {
        for (Entry entry : entries()) {
            Presence presence = entry.admitted ? entry.presence() : null;
            if (presence != null) {
                action.accept(presence);
            }
        }
    }
}
