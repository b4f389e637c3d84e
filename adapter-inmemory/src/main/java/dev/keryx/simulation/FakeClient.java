package dev.keryx.simulation;

import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of a simulated node, as a browser would be one: it speaks {@code keryx.v1.json}, answers heartbeats, and knows
 * only what came over its wire. Every expectation settles the simulation first and takes what it returned; where it fails,
 * the {@link AssertionError} lists what did arrive.
 *
 * <p>For the simulation's own thread only. Sending is no waiting: what a client sent is handled at the next settling.
 */
public interface FakeClient extends AutoCloseable {
    /**
     * Sends an event and wants no answer.
     *
     * @param event its name
     * @param args values with a JSON form, {@code byte[]} and {@link dev.keryx.RawJson} anywhere in them
     */
    void send(String event, @Nullable Object... args);

    /**
     * Sends an event and wants an answer.
     *
     * @param event its name
     * @param args as for {@link #send}
     * @return the answer to come
     */
    Ack ask(String event, @Nullable Object... args);

    /**
     * Asks to be in a room, which the gateway allows with {@code allowJoin} only.
     *
     * @param room its name
     * @return the answer to come
     */
    Ack join(String room);

    /**
     * Asks to be out of a room.
     *
     * @param room its name
     * @return the answer to come
     */
    Ack leave(String room);

    /**
     * From now on answers events of this name that want an answer; without it they stay unanswered. The event itself can be
     * expected all the same.
     *
     * @param event its name
     * @param reply makes the answer: {@link Args} are spread, a {@link Refusal} is a no, anything else is one argument
     */
    void answer(String event, Function<Args, @Nullable Object> reply);

    /**
     * Takes the first event of this name that was not taken yet, whatever else came before it.
     *
     * @param event its name
     * @return its arguments
     */
    Args expect(String event);

    /**
     * Expects that no event of this name is left.
     *
     * @param event its name
     */
    void expectNo(String event);

    /** Expects that no event is left. */
    void expectNothing();

    /** {@return the first notice of missing events that was not taken yet} */
    Missed expectGap();

    /** {@return every event since it connected, in order, taken or not; settles} */
    List<Received> received();

    /** {@return the id of its connection; settles} */
    String id();

    /** {@return why it was not let in; settles} */
    Optional<Refusal> refused();

    /** {@return why its wire ended, as the client sees it: what a client that does not read was told, it never knew; settles} */
    Optional<CloseReason> closed();

    /** {@return the goodbye it was told before its wire ended, with when to come back; settles} */
    Optional<Goodbye> goodbye();

    /**
     * Stops reading, as a page does that is suspended and whose buffers are full: the next thing sent to it waits in the
     * gateway, under the gateway's bounds for slow clients, and so does everything behind it. Heartbeats stay unanswered.
     */
    void stall();

    /** Reads what waits, and goes on reading. */
    void resume();

    /** Breaks the wire, without a word to the gateway. */
    void drop();

    /** Connects anew with the same introduction, to the same node; breaks the old wire where it has one. Settles. */
    void reconnect();

    /** Leaves politely. */
    @Override
    void close();

    /**
     * An event as it came.
     *
     * @param event its name
     * @param args its arguments
     * @param room the one room it was emitted to, where it was one
     */
    record Received(String event, Args args, Optional<String> room) {}

    /**
     * A notice that events are missing.
     *
     * @param rooms where; empty means anywhere
     * @param reason for people
     */
    record Missed(Set<String> rooms, String reason) {}

    /**
     * A goodbye.
     *
     * @param reason why
     * @param comeBack whether, and no earlier than when, the client should connect again
     * @param jitter plus a random part of this; zero where it should not
     */
    record Goodbye(CloseReason reason, Optional<Duration> comeBack, Duration jitter) {}

    /** An answer, once it is there. */
    interface Ack {
        /** {@return whether the answer has come, yes or no; settles} */
        boolean answered();

        /** {@return the arguments of a yes; fails where there is a no, or nothing; settles} */
        Args expect();

        /** {@return the reason of a no; fails where there is a yes, or nothing; settles} */
        Refusal expectRefusal();
    }
}
