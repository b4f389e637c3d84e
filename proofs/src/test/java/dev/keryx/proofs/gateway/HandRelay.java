package dev.keryx.proofs.gateway;

import dev.keryx.DrainReport;
import dev.keryx.NodeId;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A relay that does what the test says, and remembers what it was told. */
final class HandRelay implements Relay {
    static final NodeId SELF = new NodeId(0x0102030405L);
    static final NodeId OTHER = new NodeId(7);

    final List<String> calls = new ArrayList<>();
    final List<Cast> casts = new ArrayList<>();

    /** What is followed now. */
    final List<Scope> followed = new ArrayList<>();

    CompletableFuture<Void> starting = CompletableFuture.completedFuture(null);
    CompletableFuture<Void> emitting = CompletableFuture.completedFuture(null);
    CompletableFuture<Boolean> live = CompletableFuture.completedFuture(true);

    @Nullable
    Local local;

    Local local() {
        if (local == null) {
            throw new AssertionError("the relay has not been started");
        }
        return local;
    }

    @Override
    public NodeId node() {
        return SELF;
    }

    @Override
    public CompletableFuture<Void> start(Local engine) {
        calls.add("start");
        local = engine;
        return starting;
    }

    @Override
    public CompletableFuture<Void> emit(Cast cast) {
        casts.add(cast);
        return emitting;
    }

    @Override
    public Interest follow(String namespace, Scope scope) {
        followed.add(scope);
        return new Interest() {
            @Override
            public CompletableFuture<Boolean> live() {
                return live;
            }

            @Override
            public void close() {
                if (!followed.remove(scope)) {
                    throw new AssertionError("closed twice: " + scope);
                }
            }
        };
    }

    @Override
    public Set<NodeId> others() {
        return Set.of(OTHER);
    }

    @Override
    public CompletableFuture<DrainReport> drain(Duration within) {
        calls.add("drain");
        return CompletableFuture.completedFuture(DrainReport.NOTHING);
    }
}
