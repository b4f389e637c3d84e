package dev.keryx.gateway.engine;

import dev.keryx.RawJson;
import dev.keryx.TypeRef;
import dev.keryx.gateway.ConnectHandler;
import dev.keryx.gateway.ConnectionInfo;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Handshake;
import dev.keryx.gateway.HandshakeStep;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.WebRequest;
import dev.keryx.gateway.link.Signal;
import dev.keryx.threads.Callbacks;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A handshake: the application's steps, one after the other, then the admission. It is a job of the link's inbox, so what a
 * client sends after its hello waits until it is in.
 */
final class Entrance extends Inbox.Job {
    private final Peer peer;
    private final ProtocolTalk talk;
    private final Entry entry;
    private final @Nullable RawJson auth;
    private final Optional<WebRequest> request;

    Entrance(
            Peer peer,
            ProtocolTalk talk,
            Entry entry,
            @Nullable RawJson auth,
            Optional<WebRequest> request,
            int bytes) {
        super(bytes);
        this.peer = peer;
        this.talk = talk;
        this.entry = entry;
        this.auth = auth;
        this.request = request;
    }

    @Override
    void run() {
        Decision.Accept soFar = Decision.accept();
        for (HandshakeStep step : entry.space.handlers().steps) {
            Decision decision = check(step, soFar);
            if (decision instanceof Decision.Accept accept) {
                soFar = soFar.and(accept);
            } else if (decision instanceof Decision.Refuse refuse) {
                refused(refuse.refusal());
                return;
            }
        }
        accepted(soFar);
    }

    private Decision check(HandshakeStep step, Decision.Accept soFar) {
        try {
            return step.check(new Asked(soFar));
        } catch (Throwable failure) {
            if (Faults.isOurs(failure)) {
                peer.site.watch.failed("A handshake step failed", ": " + entry.space, failure);
            }
            return Decision.refuse(Faults.toClient(failure));
        }
    }

    private void refused(Refusal wanted) {
        Refusal refusal = peer.site.writable(wanted);
        peer.loop.offer(loop -> talk.refuse(entry, refusal));
        peer.site.bursts.wake(peer.loop);
    }

    /** Casts of other nodes must arrive before the client is told that it is in. */
    private void accepted(Decision.Accept accept) {
        if (!entry.isOpen()) {
            return;
        }
        ConnectionInfo info = new ConnectionInfo(
                peer.site.ids.connection(),
                peer.site.ids.node(),
                entry.space.path(),
                accept.user(),
                peer.site.clock.now());
        Presence presence = new Presence(peer, entry.space, info, accept);
        presence.seating().grant(accept.user(), accept.rooms());
        CompletableFuture<Boolean> live = presence.seating().live();
        if (live.isDone()) {
            arrive(presence);
        } else {
            peer.inbox.hold();
            Callbacks.then(live, (clusterWide, failure) -> peer.inbox.resumeWith(new Arrival(presence)));
        }
    }

    private void arrive(Presence presence) {
        if (!entry.isOpen()) {
            peer.loop.offer(loop -> presence.seating().leaveAll());
            peer.site.bursts.wake(peer.loop);
            return;
        }
        entry.space.remember(presence);
        entry.presence(presence);
        peer.loop.offer(new Admit(entry, presence));
        // A client that hears its welcome may act on it, so what is done on its arrival had better be done by then.
        peer.site.bursts.wakeLater(peer.loop);
        for (ConnectHandler handler : entry.space.handlers().connects) {
            try {
                handler.connected(presence);
            } catch (Throwable failure) {
                peer.site.watch.handlerFailed(presence.info(), "onConnect", failure);
                presence.close(Peer.INTERNAL);
                return;
            }
        }
    }

    /** The rest of a handshake that had to wait. */
    private final class Arrival extends Inbox.Job {
        private final Presence presence;

        Arrival(Presence presence) {
            super(0);
            this.presence = presence;
        }

        @Override
        void run() {
            arrive(presence);
        }
    }

    /** On the lane: the welcome comes first, then whatever its groups are sent. */
    private record Admit(Entry entry, Presence presence) implements Op {
        @Override
        public void apply(LaneLoop loop) {
            Peer peer = presence.peer();
            entry.by = Site.NEVER;
            if (!entry.isOpen() || !presence.admitted()) {
                presence.end(peer.life.reason());
                return;
            }
            entry.admitted = true;
            Signal welcome = new Signal.Welcome(
                    entry.space.path(), presence.id(), peer.pulse.interval(), peer.site.limits.messageBytes());
            new Letter(presence.outlet(), Outgoing.of(welcome)).apply(loop);
        }
    }

    /** The handshake as a step sees it. */
    private final class Asked implements Handshake {
        private final Decision.Accept soFar;

        Asked(Decision.Accept soFar) {
            this.soFar = soFar;
        }

        @Override
        public String namespace() {
            return entry.space.path();
        }

        @Override
        public <T> @Nullable T auth(Class<T> type) {
            return auth == null ? null : peer.site.json.read(auth.text().toByteArray(), TypeRef.of(type));
        }

        @Override
        public Optional<WebRequest> request() {
            return request;
        }

        @Override
        public Decision.Accept soFar() {
            return soFar;
        }
    }
}
