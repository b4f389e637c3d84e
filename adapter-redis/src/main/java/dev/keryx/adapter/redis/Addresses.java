package dev.keryx.adapter.redis;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import io.lettuce.core.RedisURI;

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
        if (!uri.getSentinels().isEmpty()) {
            throw new KeryxException(ErrorCode.UNSUPPORTED, "a Redis that has to be found by Sentinel");
        }
        if (uri.getHost() != null && uri.getHost().contains(",")) {
            throw new KeryxException(ErrorCode.UNSUPPORTED, "more than one node in the address of a Redis");
        }
        return RedisURI.builder(uri).build();
    }

    static String name(RedisURI uri) {
        return uri.getSocket() == null ? uri.getHost() + ":" + uri.getPort() : uri.getSocket();
    }
}
