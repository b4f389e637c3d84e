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
    private final RedisAccess access;
    private final Settings settings;
    private final Failures failures;

    RedisTransport(RedisAccess access, Settings settings) {
        this.access = access;
        this.settings = settings;
        this.failures = new Failures(access.address());
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities(settings.flavor());
    }

    /** All there are: Redis answers each publish and subscription, and keeps one connection's order over all channels. */
    static Set<Capability> capabilities(Flavor flavor) {
        Set<Capability> all = EnumSet.allOf(Capability.class);
        if (flavor == Flavor.SHARDED) {
            all.remove(Capability.PATTERNS);
        }
        return Set.copyOf(all);
    }

    @Override
    public CompletableFuture<BusLink> open(Sink sink) {
        NameCodec codec = new NameCodec();
        return access.connect(codec).handle((reached, failure) -> {
            if (failure != null) {
                throw failures.ofConnect(failure);
            }
            return new RedisLink(reached.connections(), codec, settings, sink, failures, reached.surroundings())
                    .begin();
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
