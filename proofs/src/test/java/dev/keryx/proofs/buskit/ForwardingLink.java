package dev.keryx.proofs.buskit;

import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.Frame;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A link that leaves everything to another. */
class ForwardingLink implements BusLink {
    private final BusLink right;

    ForwardingLink(BusLink right) {
        this.right = right;
    }

    @Override
    public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
        return right.add(filters);
    }

    @Override
    public CompletableFuture<Void> remove(Set<TopicFilter> filters) {
        return right.remove(filters);
    }

    @Override
    public CompletableFuture<Void> send(Topic topic, Frame frame) {
        return right.send(topic, frame);
    }

    @Override
    public CompletableFuture<Void> ping() {
        return right.ping();
    }

    @Override
    public CompletableFuture<Void> close() {
        return right.close();
    }

    @Override
    public int maxFrameBytes() {
        return right.maxFrameBytes();
    }
}
