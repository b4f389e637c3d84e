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
    Audience to(Collection<Target> targets);

    Audience except(Collection<Target> targets);

    /** Only those connected to this node. */
    Audience local();

    Audience with(Delivery delivery);

    /**
     * Emits to whoever is in the audience now: a union reaches each connection once. On return the event stands in the queue
     * of every local connection's thread; it never waits for a slow client and never throws because of one.
     *
     * @throws IllegalArgumentException where a value has no JSON form
     */
    Receipt emit(Event event);

    /**
     * Emits and collects the answers. Completes normally when all have answered, left, or the time is over.
     *
     * @param within the time for all answers
     */
    CompletableFuture<Acks> emitWithAck(Duration within, Event event);

    Members members();

    default Audience to(String... rooms) {
        return to(Stream.of(rooms).map(Target::room).toList());
    }

    default Audience toUser(String... users) {
        return to(Stream.of(users).map(Target::user).toList());
    }

    default Audience except(String... rooms) {
        return except(Stream.of(rooms).map(Target::room).toList());
    }

    default Audience except(Connection connection) {
        return except(List.of(Target.connection(connection.id())));
    }

    /** With {@link Delivery#DROPPABLE}. */
    default Audience droppable() {
        return with(Delivery.DROPPABLE);
    }

    /** With {@link Delivery#latest}. */
    default Audience latest(String key) {
        return with(Delivery.latest(key));
    }

    default Receipt emit(String name) {
        return emit(Event.of(name));
    }

    default Receipt emit(String name, @Nullable Object body) {
        return emit(Event.of(name, body));
    }

    default Receipt emit(String name, @Nullable Object first, @Nullable Object second, @Nullable Object... more) {
        return emit(Event.of(name, first, second, more));
    }
}
