package dev.keryx.adapter.redis;

import dev.keryx.bus.transport.BusTransport;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a bus finds Redis: by an address, by nodes of a cluster, or by a client that is lent. Exactly one of them is told. */
final class Whereabouts {
    @Nullable
    RedisURI uri;

    List<RedisURI> nodes = List.of();

    @Nullable
    RedisClient client;

    @Nullable
    RedisClusterClient clusterClient;

    /** The way there, in RESP3 and with Java's own trust store where nothing else is said. */
    BusTransport transport(@Nullable ProtocolVersion protocol, @Nullable SslOptions tls, Settings settings) {
        Manner manner = new Manner(protocol == null ? ProtocolVersion.RESP3 : protocol, tls, settings);
        List<BusTransport> told = new ArrayList<>();
        if (uri != null) {
            told.add(manner.to(uri));
        }
        if (!nodes.isEmpty()) {
            told.add(manner.to(nodes));
        }
        if (client != null) {
            told.add(manner.over(client));
        }
        if (clusterClient != null) {
            told.add(manner.over(clusterClient));
        }
        if (told.size() != 1) {
            throw new IllegalStateException("a bus over Redis needs either an address, or a cluster, or a client");
        }
        return told.get(0);
    }

    private record Manner(
            ProtocolVersion protocol, @Nullable SslOptions tls, Settings settings) {
        BusTransport to(RedisURI uri) {
            DialOptions dial = dial(timeout(uri));
            return uri.getSentinels().isEmpty()
                    ? new RedisTransport(new OwnAccess(uri, dial), settings)
                    : new SentinelTransport(uri, new Dialers(dial, null), settings);
        }

        BusTransport to(List<RedisURI> nodes) {
            Dialers dialers = new Dialers(dial(timeout(nodes.get(0))), null);
            return new ClusterTransport(Seeds.named(nodes), dialers, settings);
        }

        BusTransport over(RedisClient lent) {
            RedisAccess access = new LentAccess(lent, RedisMessageBus.DEFAULT_CONNECT_TIMEOUT, settings.clock());
            return new RedisTransport(access, settings);
        }

        BusTransport over(RedisClusterClient lent) {
            SslOptions theirs = tls == null ? lent.getOptions().getSslOptions() : tls;
            DialOptions dial = new DialOptions(RedisMessageBus.DEFAULT_CONNECT_TIMEOUT, protocol, theirs);
            return new ClusterTransport(new LentSeeds(lent), new Dialers(dial, lent.getResources()), settings);
        }

        private DialOptions dial(Duration timeout) {
            return new DialOptions(timeout, protocol, tls);
        }

        private static Duration timeout(RedisURI uri) {
            boolean isDefault = uri.getTimeout().equals(RedisURI.DEFAULT_TIMEOUT_DURATION);
            return isDefault || uri.getTimeout().isZero() ? RedisMessageBus.DEFAULT_CONNECT_TIMEOUT : uri.getTimeout();
        }
    }
}
