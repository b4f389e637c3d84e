package dev.keryx.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One client's presence in one namespace. Safe on any thread; after its end everything is a no-op that says so. */
public interface Connection {
    ConnectionInfo info();

    Namespace namespace();

    Attributes attributes();

    /** A snapshot. */
    Set<String> rooms();

    /**
     * Joins rooms. It is a member for this node's emits on return; once the future completes, which takes two seconds at the
     * most, nothing that other nodes emit is missed without a gap. Joining twice is joining once.
     *
     * @return never fails because of the bus: see {@link Joined#clusterWide}; {@code LIMIT} over the bound of rooms,
     *     {@code CLOSED} when the connection has ended
     */
    CompletableFuture<Joined> join(String... rooms);

    void leave(String... rooms);

    /** Sends to this connection only. */
    Receipt send(Event event);

    /**
     * Sends and waits for the client's answer.
     *
     * @return fails {@code TIMEOUT}, {@code CLOSED} when the client left before answering, {@code LIMIT} over the bound of
     *     pending answers, or with {@link RefusedException} where the client answered with an error
     */
    CompletableFuture<Args> sendWithAck(Duration within, Event event);

    /** Ends it: the client gets a goodbye with the reason. */
    void close(CloseReason reason);

    default String id() {
        return info().id();
    }

    default Optional<String> user() {
        return info().user();
    }

    /** The namespace without this connection. */
    default Audience others() {
        return namespace().except(List.of(Target.connection(id())));
    }
}
