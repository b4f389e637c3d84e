package dev.keryx.bus;

import java.time.Duration;
import java.util.Objects;

/**
 * What becomes of a publish while there is no link to the broker: it is refused at once, or waits for the next link.
 *
 * <p>What waits is sent in the order of the calls, and while anything waits every further publish joins the end; on a bus
 * without {@code CROSS_TOPIC_ORDER} each topic has an order of its own. What was sent over a link that was then lost is never
 * sent again: its outcome is unknown. A publish that has waited for too long, or that the bus's end overtakes, fails {@code
 * UNAVAILABLE}: it was certainly not sent. Beyond the bounds it fails {@code OVERFLOW} at once. What nodes say among
 * themselves, on topics that are Keryx's own, never waits.
 *
 * <p>A link may be there and yet refuse a publish for now, certainly without having sent it, as while one server of several
 * is away. It then takes its place among those that wait and is tried again by itself, a little later each time, until its
 * time to wait is over; it fails {@code UNAVAILABLE} where a later publish of its order was taken meanwhile, or may have been.
 *
 * @param bufferMessages how many may wait, at most {@link BusOptions#DEFAULT_IN_FLIGHT_MESSAGES}; 0 where none does
 * @param bufferBytes how many bytes of frames may wait, at most {@link BusOptions#DEFAULT_IN_FLIGHT_BYTES}; one frame larger
 *     than that waits where nothing else does
 * @param bufferAge how long each may wait; the publish timeout, if that is shorter
 */
public record WhileDisconnected(int bufferMessages, long bufferBytes, Duration bufferAge) {
    /** A second at a thousand messages a second, as in a subscription's buffer. */
    public static final int DEFAULT_BUFFER_MESSAGES = 1_024;

    /** Eight kilobytes for each of the messages, and nothing that a small heap would notice. */
    public static final long DEFAULT_BUFFER_BYTES = 8L << 20;

    /**
     * Longer than a broker's restart or fail-over usually takes, and half of a publish's whole time, so that what is sent at
     * the last moment still has time to be answered.
     */
    public static final Duration DEFAULT_BUFFER_AGE = Duration.ofSeconds(5);

    /** Refuses at once, as {@code UNAVAILABLE}: whoever publishes knows, and decides. */
    public static final WhileDisconnected FAIL_FAST = new WhileDisconnected(0, 0, Duration.ZERO);

    /** Waits within the default bounds. */
    public static final WhileDisconnected BUFFER =
            new WhileDisconnected(DEFAULT_BUFFER_MESSAGES, DEFAULT_BUFFER_BYTES, DEFAULT_BUFFER_AGE);

    /**
     * Checks the bounds: either all three are zero, or none is.
     *
     * @param bufferMessages from 0
     * @param bufferBytes from 0
     * @param bufferAge not negative
     * @throws IllegalArgumentException where they are not so, or exceed what may be in flight
     */
    public WhileDisconnected {
        Objects.requireNonNull(bufferAge, "bufferAge");
        boolean nothing = bufferMessages == 0 && bufferBytes == 0 && bufferAge.isZero();
        if (!nothing && (bufferMessages < 1 || bufferBytes < 1 || bufferAge.isNegative() || bufferAge.isZero())) {
            throw new IllegalArgumentException("a buffer has room for a message and a byte, for some time");
        }
        if (bufferMessages > BusOptions.DEFAULT_IN_FLIGHT_MESSAGES
                || bufferBytes > BusOptions.DEFAULT_IN_FLIGHT_BYTES) {
            throw new IllegalArgumentException("a buffer holds no more than may be in flight, "
                    + BusOptions.DEFAULT_IN_FLIGHT_MESSAGES + " messages and " + BusOptions.DEFAULT_IN_FLIGHT_BYTES
                    + " bytes");
        }
    }

    /**
     * Waits within these bounds, each above zero.
     *
     * @param messages at most {@link BusOptions#DEFAULT_IN_FLIGHT_MESSAGES}
     * @param bytes at most {@link BusOptions#DEFAULT_IN_FLIGHT_BYTES}
     * @param age the publish timeout, if that is shorter
     * @return waits, within these
     */
    public static WhileDisconnected buffer(int messages, long bytes, Duration age) {
        if (messages == 0) {
            throw new IllegalArgumentException("a buffer of no messages is FAIL_FAST");
        }
        return new WhileDisconnected(messages, bytes, age);
    }

    /** {@return whether publishes wait at all} */
    public boolean buffers() {
        return bufferMessages > 0;
    }
}
