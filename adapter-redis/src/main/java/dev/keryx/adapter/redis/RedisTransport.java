package dev.keryx.adapter.redis;

import dev.keryx.bus.Capability;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Sink;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Redis Pub/Sub as a technology that can carry a bus. */
final class RedisTransport implements BusTransport {
    /** All there are: Redis answers each publish and subscription, and keeps one connection's order over all channels. */
    private static final Set<Capability> CAPABILITIES = Set.copyOf(EnumSet.allOf(Capability.class));

    private final RedisAccess access;
    private final RedisNames names;
    private final int maxFrameBytes;
    private final Failures failures;

    RedisTransport(RedisAccess access, RedisNames names, int maxFrameBytes) {
        this.access = access;
        this.names = names;
        this.maxFrameBytes = maxFrameBytes;
        this.failures = new Failures(access.address());
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public CompletableFuture<BusLink> open(Sink sink) {
        NameCodec codec = new NameCodec();
        return access.connect(codec).handle((connections, failure) -> {
            if (failure != null) {
                throw failures.ofConnect(failure);
            }
            return new RedisLink(connections, codec, names, maxFrameBytes, sink, failures).begin();
        });
    }

    @Override
    public CompletableFuture<Void> release() {
        return access.release();
    }

    /** For messages of the engine. */
    @Override
    public String toString() {
        return "Redis at " + access.address();
    }
}
