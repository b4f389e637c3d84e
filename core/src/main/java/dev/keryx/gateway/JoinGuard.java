package dev.keryx.gateway;

/** Decides whether a client may join or leave a room by itself; without one it may not. */
@FunctionalInterface
public interface JoinGuard {
    /**
     * Decides, on the callback executor, in turn with the link's events; may block. Asked for leaves too.
     *
     * @param connection whose client asks
     * @param room as the client named it, within the rules for names
     * @return whether it may; if not, the client is told {@code DENIED}
     * @throws Exception a {@link RefusedException} or {@code BAD_VALUE} reaches the client, all else as
     *     {@code INTERNAL} without its text
     */
    boolean allows(Connection connection, String room) throws Exception;
}
