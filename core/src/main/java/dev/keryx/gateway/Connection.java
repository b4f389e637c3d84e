package dev.keryx.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One client's presence in one namespace. Safe on any thread; after its end everything is a no-op that says so. */
public interface Connection {
    /** {@return what the whole cluster may know of it; constant} */
    ConnectionInfo info();

    /** {@return where it is; constant} */
    Namespace namespace();

    /** {@return the application's own values with it, those of the handshake to begin with; on this node only} */
    Attributes attributes();

    /** {@return a snapshot of the rooms it is in; after its end, those it was in} */
    Set<String> rooms();

    /**
     * Joins rooms. It is a member for this node's emits on return; once the future completes, which takes two seconds at the
     * most, nothing that other nodes emit is missed without a gap. Joining twice is joining once.
     *
     * @param rooms their names; all are joined or, over the bound, none
     * @return never fails because of the bus: see {@link Joined#clusterWide}; {@code LIMIT} over the bound of rooms,
     *     {@code CLOSED} when the connection has ended
     * @throws IllegalArgumentException where one cannot be a room's name
     */
    CompletableFuture<Joined> join(String... rooms);

    /**
     * Leaves rooms. On return it is a member for no further emit of this node; what was emitted before still arrives.
     *
     * @param rooms their names; where it is not in one, nothing happens
     */
    void leave(String... rooms);

    /**
     * Sends to this connection only.
     *
     * @param event encoded in the caller
     * @return {@link Receipt#local} is 0 where the connection has ended
     * @throws IllegalArgumentException where a value has no JSON form
     */
    Receipt send(Event event);

    /**
     * Sends and waits for the client's answer.
     *
     * @param within the time for the answer
     * @param event that the client is to answer
     * @return fails {@code TIMEOUT}, {@code CLOSED} when the client left before answering, {@code LIMIT} over the
     *     bound of pending answers, or with {@link RefusedException} where the client answered with an error
     */
    CompletableFuture<Args> sendWithAck(Duration within, Event event);

    /**
     * Ends it: the client gets a goodbye with the reason.
     *
     * @param reason tells the client too whether to come back
     */
    void close(CloseReason reason);

    /** {@return what the gateway named it: unique in the cluster, not a secret} */
    default String id() {
        return info().id();
    }

    /** {@return whom the handshake made it; empty where it said nothing of that} */
    default Optional<String> user() {
        return info().user();
    }

    /** {@return the namespace without this connection} */
    default Audience others() {
        return namespace().except(List.of(Target.connection(id())));
    }
}
