package dev.keryx.proofs.buskit;

import dev.keryx.bus.Capability;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Sink;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A driver that leaves everything to another, but puts something before each of its links.
 *
 * @param right the other
 * @param links what it puts there
 */
record ForwardingTransport(BusTransport right, UnaryOperator<BusLink> links) implements BusTransport {
    @Override
    public Set<Capability> capabilities() {
        return right.capabilities();
    }

    @Override
    public CompletableFuture<BusLink> open(Sink sink) {
        return right.open(sink).thenApply(links);
    }

    @Override
    public CompletableFuture<Void> release() {
        return right.release();
    }
}
