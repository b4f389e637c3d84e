package dev.keryx.proofs.buskit;

import dev.keryx.bus.Capability;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Sink;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries a bus within this process, but claims everything, so that every test of the contract has to show itself.
 *
 * @param world the broker
 * @param clientOpen stands for a client object that may be borrowed
 * @param borrowed whether it is
 * @param maxFrameBytes of its links
 */
record LoopTransport(LoopWorld world, AtomicBoolean clientOpen, boolean borrowed, int maxFrameBytes)
        implements BusTransport {
    /** With a client of its own, of the world's bound. */
    static LoopTransport into(LoopWorld world) {
        return new LoopTransport(world, new AtomicBoolean(true), false, LoopWorld.MAX_FRAME_BYTES);
    }

    /** In a world that nobody else is in. */
    static LoopTransport alone() {
        return into(new LoopWorld("alone:1"));
    }

    /** The same, but takes its client for its own. */
    LoopTransport ofItsOwn() {
        return new LoopTransport(world, clientOpen, false, maxFrameBytes);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public CompletableFuture<BusLink> open(Sink sink) {
        return world.connect(sink, maxFrameBytes);
    }

    @Override
    public CompletableFuture<Void> release() {
        if (!borrowed) {
            clientOpen.set(false);
        }
        return CompletableFuture.completedFuture(null);
    }
}
