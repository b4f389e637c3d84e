package dev.keryx.gateway.link;

import dev.keryx.gateway.CloseReason;

/** What happens on a link. Implemented by the engine, called by the adapter on the link's lane; never throws, never blocks. */
public interface LinkEvents {
    /**
     * A whole text message, given away; the adapter has checked that it is UTF-8.
     *
     * @param message however long: the engine closes a link for one that is too long
     */
    void text(byte[] message);

    /**
     * A whole binary message, given away.
     *
     * @param message however long: the engine closes a link for one that is too long
     */
    void binary(byte[] message);

    /** The wire has nothing more to read for now: what the messages caused is sent at once. */
    void readBurstEnds();

    /** What {@link Link#send} kept is gone. */
    void writable();

    /**
     * Nothing more will come: the other side said goodbye, or what it sent is wrong. The engine answers what came before, then
     * calls {@link Link#close}; within a few seconds, however long a handler takes. Until then the link sends as before. Not
     * for a wire that broke, nor after the engine has closed the link.
     *
     * @param reason what the other side said, or what was wrong with what it sent; the engine closes the link with it
     */
    void ending(CloseReason reason);

    /**
     * The link has ended; the last call.
     *
     * @param reason what the other side said, or what was wrong with what it sent, or {@link CloseReason#LOST}; where the
     *     engine closed the link before any of these, its own reason
     */
    void closed(CloseReason reason);
}
