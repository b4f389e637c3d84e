package dev.keryx.proofs.buskit;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.keryx.KeryxException;
import dev.keryx.bus.Capability;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Sink;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A driver whose second link takes every filter but one, and says that it took all. */
final class Forgetful implements BusTransport {
    private final BusTransport right;
    private final AtomicInteger links = new AtomicInteger();

    Forgetful(BusTransport right) {
        this.right = right;
    }

    @Override
    public Set<Capability> capabilities() {
        return right.capabilities();
    }

    @Override
    public CompletableFuture<BusLink> open(Sink sink) {
        return right.open(sink).thenApply(link -> links.incrementAndGet() == 1 ? link : new OneLess(link));
    }

    @Override
    public CompletableFuture<Void> release() {
        return right.release();
    }

    private static final class OneLess extends ForwardingLink {
        OneLess(BusLink right) {
            super(right);
        }

        @Override
        public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
            Set<TopicFilter> taken = filters.stream().skip(1).collect(Collectors.toSet());
            return taken.isEmpty() ? completedFuture(Map.of()) : super.add(taken);
        }
    }
}
