package dev.keryx.bus.transport;

import dev.keryx.bus.Capability;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A technology that can carry a bus. Long-lived; makes one {@link BusLink} at a time and knows no policy: reconnecting,
 * backoff, heartbeat timing, timeouts, batching, gaps, order and buffers are the engine's ({@link TransportBus}).
 *
 * <p>Making one does no I/O and starts no thread. The futures of this package may be completed on any thread, an I/O thread
 * included; the engine never blocks in a continuation. Failures are {@link dev.keryx.KeryxException}s; anything else counts
 * as {@code INTERNAL} with unknown outcome.
 *
 * <p>Its {@code toString} names the address for error messages, without secrets.
 */
public interface BusTransport {
    /** {@return what it can do; constant} */
    Set<Capability> capabilities();

    /**
     * Makes ONE attempt to connect, never retries.
     *
     * @param sink where this link, and no other, reports; late calls of an older link are recognised by it
     * @return fails {@code UNAVAILABLE} naming the address, {@code REJECTED} where the credentials are refused
     */
    CompletableFuture<BusLink> open(Sink sink);

    /**
     * Gives back everything the transport itself made, and aborts an open under way, within a second even if the other side
     * hangs. What was lent to it stays open. {@code open} may follow.
     *
     * @return completes when everything is given back
     */
    CompletableFuture<Void> release();
}
