package dev.keryx.gateway.link;

import dev.keryx.gateway.CloseReason;
import java.net.SocketAddress;

/** One wire to one client. Everything on its lane only. An adapter implements it; the engine decides what goes over it. */
public interface Link {
    Lane lane();

    /** How messages are delimited on this wire. */
    Framing framing();

    /** Who is at the other end, for logs and limits. */
    SocketAddress remote();

    /**
     * Writes and flushes. Never called again after it returned false, until the link called {@link LinkEvents#writable()}.
     *
     * @return true: all went to the system. False: the link has kept the rest, with a reference of its own, and will call
     *     writable when it is gone. On a link that has ended: true, the bytes vanish
     */
    boolean send(Chunk chunk);

    /** How much of what was sent the link still keeps. */
    int unsentBytes();

    /** Whether the wire is read; on at first. Messages already read may still arrive after it was switched off. */
    void read(boolean on);

    /**
     * Says goodbye in the wire's own way, after what was sent, and ends; at the latest after a few seconds. Idempotent. For
     * {@link CloseReason#SLOW} and {@link CloseReason#LOST} it ends at once and frees what it keeps. The link calls
     * {@link LinkEvents#closed} when it has ended, and nothing else after this call.
     */
    void close(CloseReason reason);
}
