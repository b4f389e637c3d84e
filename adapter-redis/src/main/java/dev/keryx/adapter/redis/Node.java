package dev.keryx.adapter.redis;

import io.lettuce.core.RedisURI;

/** A server of several, by where it is. */
record Node(String host, int port) {
    static Node of(RedisURI uri) {
        return new Node(uri.getHost(), uri.getPort());
    }

    /** As Redis writes it, such as {@code 10.0.0.1:6379}; where it leaves the host out, it is the one that was asked. */
    static Node parse(String text, Node asked) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon);
        return new Node(host.isEmpty() ? asked.host : host, Integer.parseInt(text.substring(colon + 1)));
    }

    /** The way to this one, with all that is told about the way to another: credentials, TLS, names. */
    RedisURI by(RedisURI other) {
        RedisURI uri = RedisURI.builder(other).withHost(host).withPort(port).build();
        uri.getSentinels().clear();
        uri.setSentinelMasterId(null);
        return uri;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
