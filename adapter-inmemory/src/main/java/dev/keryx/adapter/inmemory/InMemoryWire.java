package dev.keryx.adapter.inmemory;

import dev.keryx.Payload;
import dev.keryx.gateway.CloseReason;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client's end of a wire to an {@link InMemoryGateway}: whole messages in both directions, in order, and the ways in which
 * a wire can fail. It speaks no protocol by itself; {@code keryx.v1.json} is what the gateway expects on it.
 *
 * <p>Safe on any thread, never blocks. What is done on one thread happens in that order. After the wire's end everything is
 * without effect.
 */
public final class InMemoryWire implements AutoCloseable {
    private final @Nullable InMemoryLane lane;
    private final @Nullable WireLink link;

    InMemoryWire(@Nullable InMemoryLane lane, @Nullable WireLink link) {
        this.lane = lane;
        this.link = link;
    }

    /** What comes over a wire. Called one at a time, on a thread of the gateway's: be quick, never block. */
    public interface Receiver {
        /**
         * A message. What this throws ends the wire.
         *
         * @param message whole, of the protocol's text
         */
        void message(Payload message);

        /**
         * The wire has ended, or never came to be; the last call.
         *
         * @param reason as the gateway gave it; {@link CloseReason#LOST} where it broke, or where the gateway does not listen
         *     or did not let it in
         */
        void closed(CloseReason reason);
    }

    /**
     * Sends a text message. While the gateway does not read the wire, messages wait in memory, without a bound.
     *
     * @param text of the protocol
     */
    public void send(String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        onLane(link -> link.arrive(events -> events.text(message)));
    }

    /**
     * Sends a binary message, under the same rule.
     *
     * @param message of the protocol, copied when it is read
     */
    public void send(Payload message) {
        onLane(link -> link.arrive(events -> events.binary(message.toByteArray())));
    }

    /** Reads nothing from now on, as a client whose buffers are full. What comes until {@link #resume()} waits. */
    public void stall() {
        onLane(WireLink::stall);
    }

    /** Reads what waits, and goes on reading. */
    public void resume() {
        onLane(WireLink::resume);
    }

    /** Breaks the wire, without a word to the gateway, which notices at once. */
    public void drop() {
        onLane(WireLink::drop);
    }

    /** Ends the wire after what was sent, politely. Idempotent, does not wait. */
    @Override
    public void close() {
        onLane(link -> link.arrive(events -> link.hangUp(CloseReason.NORMAL)));
    }

    private interface Act {
        void on(WireLink link);
    }

    private void onLane(Act act) {
        WireLink there = link;
        if (lane != null && there != null) {
            lane.execute(() -> act.on(there));
        }
    }
}
