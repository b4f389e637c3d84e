package dev.keryx.adapter.redis;

import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletableFuture;

/** One server at a known address, by threads of our own from the first connect to the release. */
final class OwnAccess implements RedisAccess {
    private final RedisURI uri;
    private final Dialers dialers;

    OwnAccess(RedisURI uri, DialOptions options) {
        this.uri = uri;
        this.dialers = new Dialers(options, null);
    }

    @Override
    public CompletableFuture<Reached> connect(NameCodec codec) {
        return dialers.present().connect(uri, codec).thenApply(Reached::alone);
    }

    @Override
    public CompletableFuture<Void> release() {
        return dialers.release();
    }

    @Override
    public String address() {
        return Addresses.name(uri);
    }
}
