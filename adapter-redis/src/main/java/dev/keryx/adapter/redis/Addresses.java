package dev.keryx.adapter.redis;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.stream.Collectors;

/** Reads, checks and names addresses, and never repeats a password. */
final class Addresses {
    private static final String FORM =
            "not the address of a Redis, which looks like redis://user:password@localhost:6379";

    private Addresses() {}

    /** Without the parser's own words, which may hold the whole address. */
    static RedisURI parse(String text) {
        RedisURI uri;
        try {
            uri = RedisURI.create(text);
        } catch (RuntimeException malformed) {
            throw new IllegalArgumentException(FORM);
        }
        String host = uri.getHost();
        // What is no port, the parser takes for a part of the name.
        if (host != null && host.indexOf(':') >= 0 && !host.startsWith("[") && !host.contains(",")) {
            throw new IllegalArgumentException(FORM);
        }
        return uri;
    }

    /** A copy, if we can connect to such a one. */
    static RedisURI supported(RedisURI uri) {
        if (uri.getHost() != null && uri.getHost().contains(",")) {
            throw new KeryxException(
                    ErrorCode.UNSUPPORTED,
                    "more than one node in the address of a Redis; the nodes of a cluster are named by cluster(…)");
        }
        return uri.getSentinels().isEmpty() ? RedisURI.builder(uri).build() : watched(uri);
    }

    /** Lettuce's own copy leaves the sentinels out. */
    private static RedisURI watched(RedisURI uri) {
        RedisURI.Builder copy = RedisURI.builder(uri).withSentinelMasterId(uri.getSentinelMasterId());
        uri.getSentinels().forEach(copy::withSentinel);
        return copy.build();
    }

    static String names(List<RedisURI> uris) {
        return uris.stream().map(Addresses::name).collect(Collectors.joining(", "));
    }

    static String name(RedisURI uri) {
        if (!uri.getSentinels().isEmpty()) {
            return uri.getSentinelMasterId() + " by the sentinels at " + names(uri.getSentinels());
        }
        return uri.getSocket() == null ? uri.getHost() + ":" + uri.getPort() : uri.getSocket();
    }
}
