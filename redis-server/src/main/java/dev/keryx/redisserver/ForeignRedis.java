package dev.keryx.redisserver;

import java.net.URI;

/** A Redis that somebody else started and that is only used. */
record ForeignRedis(String uri, int port) implements RunningRedis {
    private static final int DEFAULT_PORT = 6379;

    static ForeignRedis at(String uri) {
        URI parsed = URI.create(uri);
        if (parsed.getHost() == null) {
            throw new IllegalStateException(RedisServer.URI_PROPERTY + " names no host");
        }
        int port = parsed.getPort() < 0 ? DEFAULT_PORT : parsed.getPort();
        // Behind TLS no plain question gets through; whoever connects will see.
        if ("redis".equals(parsed.getScheme()) && !Ping.answers(parsed.getHost(), port)) {
            throw new IllegalStateException("No Redis answers at " + parsed.getHost() + ":" + port + ", which "
                    + RedisServer.URI_PROPERTY + " names");
        }
        return new ForeignRedis(uri, port);
    }

    @Override
    public OwnRedis own() {
        throw new IllegalStateException("The Redis that " + RedisServer.URI_PROPERTY
                + " names is not ours to kill or pause; ask for one of your own by RedisServer.builder()");
    }

    @Override
    public void close() {}
}
