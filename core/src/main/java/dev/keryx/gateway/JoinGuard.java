package dev.keryx.gateway;

/** Decides whether a client may join a room by itself; without one it may not. */
@FunctionalInterface
public interface JoinGuard {
    boolean allows(Connection connection, String room) throws Exception;
}
