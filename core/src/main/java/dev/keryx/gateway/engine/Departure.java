package dev.keryx.gateway.engine;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.DisconnectHandler;

/** The last job of a connection: its application hears that it has ended. */
final class Departure extends Inbox.Job {
    private final Presence presence;
    private final CloseReason reason;

    Departure(Presence presence, CloseReason reason) {
        super(0);
        this.presence = presence;
        this.reason = reason;
    }

    @Override
    void run() {
        for (DisconnectHandler handler : presence.space().handlers().disconnects) {
            try {
                handler.disconnected(presence, reason);
            } catch (Throwable failure) {
                presence.peer().site.watch.handlerFailed(presence.info(), "onDisconnect", failure);
            }
        }
    }
}
