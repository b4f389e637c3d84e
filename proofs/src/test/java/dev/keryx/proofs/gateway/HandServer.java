package dev.keryx.proofs.gateway;

import dev.keryx.gateway.link.Door;
import dev.keryx.gateway.link.Lane;
import dev.keryx.gateway.link.LinkServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A server that does what the test says, and remembers what it was told. */
final class HandServer implements LinkServer {
    final List<HandLane> lanes = new ArrayList<>();
    final List<String> calls = new ArrayList<>();

    /** What the next open answers. */
    CompletableFuture<Void> opening = CompletableFuture.completedFuture(null);

    /** What the close answers. */
    CompletableFuture<Void> closing = CompletableFuture.completedFuture(null);

    @Nullable
    Door door;

    HandServer(HandTime time, int laneCount) {
        for (int i = 0; i < laneCount; i++) {
            lanes.add(new HandLane(time));
        }
    }

    Door door() {
        if (door == null) {
            throw new AssertionError("the server has not been opened");
        }
        return door;
    }

    @Override
    public CompletableFuture<Void> open(Door opened) {
        calls.add("open");
        door = opened;
        return opening;
    }

    @Override
    public List<Lane> lanes() {
        return List.copyOf(lanes);
    }

    @Override
    public CompletableFuture<Void> stopAccepting() {
        calls.add("stopAccepting");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> close() {
        calls.add("close");
        return closing;
    }
}
