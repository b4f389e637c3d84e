package dev.keryx.testkit.bus;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.Registration;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.WireFormat;
import dev.keryx.testkit.Eventually;
import java.net.InetSocketAddress;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/**
 * An adapter's hand to the contract: makes its buses, and turns the knobs of its world that a bus itself does not show.
 *
 * <p>All buses of one harness live in one world, so that they hear each other. One harness serves one test, and is closed after
 * its buses; what is dear to start, such as a server, is the test class's own.
 *
 * <p>A knob that a technology does not have keeps its default, which throws {@code UNSUPPORTED}. A bus that claims
 * {@link dev.keryx.bus.Capability#CROSS_PROCESS} must have {@link #unreachable} and {@link #outage}.
 */
public interface BusHarness extends AutoCloseable {
    /**
     * A new bus in this harness's world. Neither starts it nor does any I/O.
     *
     * @param options taken whole
     * @return the caller's, who closes it
     */
    MessageBus bus(BusOptions options);

    /**
     * A bus like those of {@link #bus} whose broker never answers, because nothing listens at its address.
     *
     * @param options taken whole
     * @return the bus, and what its errors must name
     */
    default Unreachable unreachable(BusOptions options) {
        throw absent("an address that nobody listens at");
    }

    /**
     * Publishes bare bytes, as a program does that knows the technology but not Keryx. Returns when the broker has them.
     *
     * <p>Does so by a bus of format RAW. An adapter whose technology has a client of its own takes that instead, so that a
     * foreign program is heard and not the adapter itself.
     *
     * @param topic where
     * @param bytes exactly what travels
     */
    default void publishForeign(Topic topic, byte[] bytes) {
        try (MessageBus raw = bus(BusOptions.DEFAULT.format(WireFormat.RAW))) {
            raw.start();
            Eventually.done("publish to " + topic, raw.publish(Message.to(topic, Payload.of(bytes))));
        }
    }

    /**
     * Asks the broker, not the bus.
     *
     * @param filter one filter
     * @return how many subscriptions, of all buses of this world together, the broker holds for it now
     */
    default int brokerSubscriptions(TopicFilter filter) {
        throw absent("a count of the broker's subscriptions");
    }

    /**
     * From now on the broker refuses subscriptions to this filter, and ends those that it has, by whatever way it has of doing
     * so.
     *
     * @param filter an exact one
     * @return closing it lets the filter pass again
     */
    default Registration reject(TopicFilter filter) {
        throw absent("a broker that refuses a filter");
    }

    /**
     * The broker is gone, for every bus of this world: links that stand break, new ones fail. Returns when it is so.
     *
     * @return closing it brings the broker back, empty, and returns when it is there
     */
    default Registration outage() {
        throw absent("outages");
    }

    /**
     * From now on the broker refuses every publish for the time being: at once, certainly without having taken it, and so that
     * the link stays. Returns when it is so.
     *
     * @return closing it lets the broker take publishes again
     */
    default Registration busy() {
        throw absent("a broker that refuses publishes for now");
    }

    /**
     * The way of this world's buses to their broker, so that a network that fails can lie on it. Where a broker tells of further
     * addresses to go to, there is none.
     *
     * @return by TCP, within this process's reach
     */
    default Route route() {
        throw absent("a broker that is reached at one address");
    }

    /**
     * A bus like those of {@link #bus} that takes smaller frames only: what others of this world publish may be too large.
     *
     * @param maxFrameBytes of the largest frame it takes
     * @param options taken whole
     * @return not started
     */
    default MessageBus bounded(int maxFrameBytes, BusOptions options) {
        throw absent("a bus that takes smaller frames than others");
    }

    /**
     * A bus over a client that belongs to somebody else.
     *
     * @param options taken whole
     * @return the bus, and whether the lent client still works
     */
    default Lent lent(BusOptions options) {
        throw absent("a client to lend");
    }

    /** {@return the largest payload that travels in a message without headers; one byte more is refused} */
    default int maxPayloadBytes() {
        return Integer.MAX_VALUE;
    }

    /** Gives back what this harness made besides buses. */
    @Override
    default void close() {}

    private static KeryxException absent(String what) {
        return new KeryxException(ErrorCode.UNSUPPORTED, "this harness has no knob for: " + what);
    }

    /**
     * A bus that cannot connect.
     *
     * @param bus not started
     * @param address how errors name where it wants to go, such as {@code 127.0.0.1:1}
     */
    record Unreachable(MessageBus bus, String address) {}

    /**
     * A bus over a borrowed client.
     *
     * @param bus not started
     * @param clientWorks asks the client itself, by a round trip where there is one
     */
    record Lent(MessageBus bus, BooleanSupplier clientWorks) {}

    /**
     * How a bus comes to its broker.
     *
     * @param broker where it listens
     * @param buses makes a bus like those of {@link #bus}, not started, that knows no address but the one given: a port of the
     *     loopback address, behind which the broker answers or nobody does
     */
    record Route(InetSocketAddress broker, BiFunction<InetSocketAddress, BusOptions, MessageBus> buses) {}
}
