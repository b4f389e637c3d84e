package dev.keryx.testkit.gateway;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.link.Signal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client of a gateway, whatever the wire protocol: it says what a test tells it to and keeps what it hears. Every
 * expectation waits until it holds and takes what it returned; events keep their order among themselves. It answers
 * heartbeats by itself. Safe on any thread.
 */
public interface ProbeClient extends AutoCloseable {
    /**
     * Asks to be let into a namespace.
     *
     * @param namespace its path
     * @param auth credentials, a value with a JSON form; null for none
     */
    void hello(String namespace, @Nullable Object auth);

    /** {@return its connection's id, once the gateway has let it in} */
    String expectWelcome();

    /** {@return why it was not let in; where the protocol only ended the wire, the words it ended it with} */
    Refusal expectRefused();

    /**
     * Sends an event and wants no ack.
     *
     * @param event its name
     * @param args values with a JSON form, {@code byte[]} and {@link dev.keryx.RawJson} anywhere in them
     */
    void send(String event, @Nullable Object... args);

    /**
     * Sends an event and wants an ack.
     *
     * @param event its name
     * @param args as for {@link #send}
     * @return what {@link #expectAck} and {@link #expectNo} take
     */
    long ask(String event, @Nullable Object... args);

    /**
     * Waits for an ack.
     *
     * @param id of {@link #ask}
     * @return its arguments, decoded as in {@link ProbeEvent}
     */
    List<@Nullable Object> expectAck(long id);

    /**
     * Waits for an ack that says no.
     *
     * @param id of {@link #ask}
     * @return its reason
     */
    Refusal expectNo(long id);

    /** {@return how many acks have come that no expectation took} */
    int acksLeft();

    /** {@return the next event} */
    ProbeEvent expectEvent();

    /**
     * Takes all events up to one of that name, which is taken too.
     *
     * @param name of the last one
     * @return those before it, in order
     */
    List<ProbeEvent> eventsUntil(String name);

    /** {@return the next gap it was told of} */
    Signal.Missed expectGap();

    /** {@return the goodbye the gateway sent} */
    Signal.Bye expectGoodbye();

    /** {@return why its wire ended, once it has; what it heard before can still be asked for} */
    CloseReason expectClosed();

    /** {@return whether the wire is there still, as far as it knows} */
    boolean isOpen();

    /**
     * Answers an event that wants an ack.
     *
     * @param event the one
     * @param args as for {@link #send}
     */
    void answer(ProbeEvent event, @Nullable Object... args);

    /**
     * Answers an event with a no.
     *
     * @param event the one
     * @param code for programs
     * @param message for people
     */
    void refuse(ProbeEvent event, String code, String message);

    /** From now on reads nothing, so that what the gateway sends piles up on the way. */
    void stall();

    /** Reads again. */
    void resume();

    /** Breaks the wire, without a goodbye. */
    void drop();

    /** Ends the wire politely. Idempotent, does not wait. */
    @Override
    void close();
}
