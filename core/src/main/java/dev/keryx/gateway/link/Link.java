package dev.keryx.gateway.link;

import dev.keryx.gateway.CloseReason;
import java.net.SocketAddress;

/** One wire to one client. Everything on its lane only. An adapter implements it; the engine decides what goes over it. */
public interface Link {
    /** {@return the one thread that owns it; constant} */
    Lane lane();

    /** {@return how messages are delimited on this wire; constant} */
    Framing framing();

    /** {@return who is at the other end, for logs and limits; constant} */
    SocketAddress remote();

    /**
     * Writes and flushes. Never called again after it returned false, until the link called {@link LinkEvents#writable()}.
     *
     * @param chunk borrowed: whole frames, the caller's again on return
     * @return true: all went to the system. False: the link has kept the rest, with a reference of its own, and will
     *     call writable when it is gone. On a link that has ended: true, the bytes vanish
     */
    boolean send(Chunk chunk);

    /** {@return how much of what was sent the link still keeps, in bytes} */
    int unsentBytes();

    /**
     * Whether the wire is read; on at first. Messages already read may still arrive after it was switched off.
     *
     * @param on false makes the sender wait
     */
    void read(boolean on);

    /**
     * Says goodbye in the wire's own way, after what was sent, and ends; at the latest after a few seconds. Idempotent. For
     * {@link CloseReason#SLOW} and {@link CloseReason#LOST} it ends at once and frees what it keeps. The link calls
     * {@link LinkEvents#closed} when it has ended, and nothing else after this call.
     *
     * @param reason for the client, as far as the wire can carry it
     */
    void close(CloseReason reason);
}
