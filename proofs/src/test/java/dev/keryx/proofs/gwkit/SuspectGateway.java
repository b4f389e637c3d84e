package dev.keryx.proofs.gwkit;

import dev.keryx.DrainReport;
import dev.keryx.NodeId;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.RealtimeGateway;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A gateway that leaves everything to the right one, by way of its deeds.
 *
 * @param right the right one
 * @param deeds what may be wrong
 */
record SuspectGateway(RealtimeGateway right, Deeds deeds) implements RealtimeGateway {
    @Override
    public Namespace namespace(String path) {
        return new SuspectNamespace(deeds.namespace(right, path), deeds);
    }

    @Override
    public CompletableFuture<Void> startAsync() {
        return deeds.start(right);
    }

    @Override
    public CompletableFuture<DrainReport> drain(DrainPlan plan) {
        return deeds.drain(right, plan);
    }

    @Override
    public GatewayState state() {
        return right.state();
    }

    @Override
    public GatewayStats stats() {
        return deeds.stats(right);
    }

    @Override
    public NodeId node() {
        return right.node();
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return deeds.address(right);
    }

    @Override
    public void close() {
        deeds.close(right);
    }
}
