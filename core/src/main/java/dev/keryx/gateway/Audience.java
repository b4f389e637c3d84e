package dev.keryx.gateway;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one namespace, described and not yet counted. Immutable: {@code to} adds, {@code except} removes and always
 * wins. With nothing added it is everybody; with an <em>empty</em> collection added it is nobody.
 */
public interface Audience {
    /**
     * Adds to it. The first call turns everybody into these, further ones add.
     *
     * @param targets copied; empty adds nobody, and then the audience is nobody rather than everybody
     * @return a changed copy
     */
    Audience to(Collection<Target> targets);

    /**
     * Takes away from it, for good: what is added afterwards does not bring them back.
     *
     * @param targets copied; empty takes nobody away
     * @return a changed copy
     */
    Audience except(Collection<Target> targets);

    /** {@return only those connected to this node} */
    Audience local();

    /**
     * Says how much the events matter that are emitted to it.
     *
     * @param delivery for clients that cannot keep up; {@link Delivery#QUEUED} where nothing is said
     * @return a changed copy
     */
    Audience with(Delivery delivery);

    /**
     * Emits to whoever is in the audience now: a union reaches each connection once. On return the event stands in the queue
     * of every local connection's thread; it never waits for a slow client and never throws because of one.
     *
     * @param event encoded in the caller, once for all
     * @return the relay's part fails {@code NOT_STARTED} before the start and {@code CLOSED} after the end
     * @throws IllegalArgumentException where a value has no JSON form
     */
    Receipt emit(Event event);

    /**
     * Emits and collects the answers. Completes normally when all have answered, left, or the time is over.
     *
     * @param within the time for all answers
     * @param event to which each client answers for itself
     * @return who answered and who did not
     * @throws IllegalArgumentException where the time is not positive, or a value has no JSON form
     */
    CompletableFuture<Acks> emitWithAck(Duration within, Event event);

    /** {@return a view of who is in it, looked up anew for each question} */
    Members members();

    /**
     * As {@link #to(Collection)}, with rooms.
     *
     * @param rooms their names; none at all makes the audience nobody
     * @return a changed copy
     * @throws IllegalArgumentException where one cannot be a room's name
     */
    default Audience to(String... rooms) {
        return to(Stream.of(rooms).map(Target::room).toList());
    }

    /**
     * As {@link #to(Collection)}, with all connections of users.
     *
     * @param users their ids, as handshakes gave them; none at all makes the audience nobody
     * @return a changed copy
     * @throws IllegalArgumentException where one cannot be a user's id
     */
    default Audience toUser(String... users) {
        return to(Stream.of(users).map(Target::user).toList());
    }

    /**
     * As {@link #except(Collection)}, with rooms.
     *
     * @param rooms their names
     * @return a changed copy
     * @throws IllegalArgumentException where one cannot be a room's name
     */
    default Audience except(String... rooms) {
        return except(Stream.of(rooms).map(Target::room).toList());
    }

    /**
     * As {@link #except(Collection)}, with one connection.
     *
     * @param connection in this namespace; other connections of its user stay
     * @return a changed copy
     */
    default Audience except(Connection connection) {
        return except(List.of(Target.connection(connection.id())));
    }

    /** {@return a copy with {@link Delivery#DROPPABLE}} */
    default Audience droppable() {
        return with(Delivery.DROPPABLE);
    }

    /**
     * With {@link Delivery#latest}.
     *
     * @param key such as the id of what the event is the state of
     * @return a changed copy
     */
    default Audience latest(String key) {
        return with(Delivery.latest(key));
    }

    /**
     * As {@link #emit(Event)}, without arguments.
     *
     * @param name at most 128 bytes of UTF-8, not reserved
     * @return as there
     */
    default Receipt emit(String name) {
        return emit(Event.of(name));
    }

    /**
     * As {@link #emit(Event)}, with one argument.
     *
     * @param name at most 128 bytes of UTF-8, not reserved
     * @param body an array is one argument, not several; null is one argument null
     * @return as there
     */
    default Receipt emit(String name, @Nullable Object body) {
        return emit(Event.of(name, body));
    }

    /**
     * As {@link #emit(Event)}, with several arguments.
     *
     * @param name at most 128 bytes of UTF-8, not reserved
     * @param first may be null
     * @param second may be null
     * @param more may be null each
     * @return as there
     */
    default Receipt emit(String name, @Nullable Object first, @Nullable Object second, @Nullable Object... more) {
        return emit(Event.of(name, first, second, more));
    }
}
