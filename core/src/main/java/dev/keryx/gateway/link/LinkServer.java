package dev.keryx.gateway.link;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A technology that can carry a gateway: it accepts wires and makes {@link Link}s of them. Knows no policy. Making one does
 * no I/O and starts no thread. Futures may complete on any thread.
 */
public interface LinkServer {
    /**
     * Makes the lanes, binds and listens.
     *
     * @param door to whom clients are brought until the close
     * @return fails {@code BIND_FAILED} naming the address, with everything released; may be called again then
     */
    CompletableFuture<Void> open(Door door);

    /** {@return the lanes, constant from before the first wire is accepted to close} */
    List<Lane> lanes();

    /**
     * Takes no new wires; the address is free when it completes. Links stay.
     *
     * @return never waits for clients
     */
    CompletableFuture<Void> stopAccepting();

    /**
     * Ends whatever is left and gives back all threads and sockets, within seconds; open may follow.
     *
     * @return completes when they are back
     */
    CompletableFuture<Void> close();

    /** {@return where it listens; empty where it has no address, or is not open} */
    default Optional<InetSocketAddress> address() {
        return Optional.empty();
    }
}
