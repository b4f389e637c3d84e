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
     * @return fails {@code BIND_FAILED} naming the address, with everything released; may be called again then
     */
    CompletableFuture<Void> open(Door door);

    /** The lanes, constant from before the first wire is accepted to close. */
    List<Lane> lanes();

    /** Takes no new wires; the address is free when it completes. Links stay. */
    CompletableFuture<Void> stopAccepting();

    /** Ends whatever is left and gives back all threads and sockets, within seconds; open may follow. */
    CompletableFuture<Void> close();

    /** Where it listens. */
    default Optional<InetSocketAddress> address() {
        return Optional.empty();
    }
}
