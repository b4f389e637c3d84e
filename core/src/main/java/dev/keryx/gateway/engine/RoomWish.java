package dev.keryx.gateway.engine;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.gateway.JoinGuard;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.Signal;
import dev.keryx.threads.Callbacks;

/** A client wants to be in a room, or out of it. */
final class RoomWish extends Inbox.Job {
    private final Entry entry;
    private final long id;
    private final String room;
    private final boolean in;

    RoomWish(Entry entry, long id, String room, boolean in) {
        super(room.length());
        this.entry = entry;
        this.id = id;
        this.room = room;
        this.in = in;
    }

    @Override
    void run() {
        Presence presence = entry.presence();
        if (presence == null || presence.isDismissed()) {
            return;
        }
        if (!in && !presence.seating().in(room)) {
            done(presence, true);
        } else if (allowed(presence)) {
            change(presence);
        }
    }

    private void change(Presence presence) {
        if (!in) {
            presence.leave(room);
            done(presence, true);
            return;
        }
        Callbacks.then(presence.join(room), (joined, failure) -> {
            if (joined != null) {
                done(presence, joined.clusterWide());
            } else if (failure instanceof KeryxException known) {
                refuse(presence, Faults.ownWords(known));
            } else if (failure != null) {
                refuse(presence, Faults.toClient(failure));
            }
        });
    }

    private boolean allowed(Presence presence) {
        JoinGuard guard = entry.space.handlers().joinGuard();
        try {
            if (guard != null && guard.allows(presence, room)) {
                return true;
            }
            refuse(presence, Faults.of(ErrorCode.DENIED, "clients may not join or leave this room by themselves"));
        } catch (Throwable failure) {
            if (Faults.isOurs(failure)) {
                presence.peer().site.watch.handlerFailed(presence.info(), "allowJoin", failure);
            }
            refuse(presence, Faults.toClient(failure));
        }
        return false;
    }

    private void done(Presence presence, boolean clusterWide) {
        if (id != 0) {
            presence.peer().tell(new Signal.Done(entry.space.path(), id, clusterWide));
        }
    }

    private void refuse(Presence presence, Refusal refusal) {
        if (id != 0) {
            presence.peer().tell(new Signal.Failure(entry.space.path(), id, refusal, Faults.retry(refusal)));
        }
    }
}
