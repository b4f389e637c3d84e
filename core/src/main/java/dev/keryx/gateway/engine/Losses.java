package dev.keryx.gateway.engine;

import dev.keryx.gateway.SlowPolicy;
import dev.keryx.gateway.link.Signal;
import java.util.Set;

/** Tells whom it concerns of what a slow link does not get. On the lane. */
final class Losses {
    private Losses() {}

    /** Its queue is over the bound. */
    static void slow(Peer peer) {
        SlowPolicy policy = peer.site.options.slowPolicy();
        peer.talk().each(presence -> {
            if (!presence.hasEnded()) {
                peer.site.watch.tell(observer -> observer.slow(presence.info(), policy));
            }
        });
    }

    /** It will never get this event. */
    static void dropped(Peer peer, Signal.Event event) {
        peer.site.watch.dropped.increment();
        Presence presence = peer.talk().in(event.namespace());
        if (presence != null) {
            peer.site.watch.tell(observer -> observer.dropped(presence.info(), 1));
        }
    }

    /** The same, and the client is to be told. */
    static void missed(Peer peer, Signal.Event event) {
        dropped(peer, event);
        Presence presence = peer.talk().in(event.namespace());
        if (presence != null) {
            presence.missed(event.room() == null ? Set.of() : Set.of(event.room()), "too slow");
        }
    }
}
