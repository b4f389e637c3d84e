package dev.keryx.adapter.redis;

import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where the first nodes of a cluster are learnt. */
interface Seeds {
    /** At least one. */
    CompletableFuture<List<RedisURI>> find();

    /** Gives up a search under way. */
    void release();

    /** For people to read. */
    String address();

    static Seeds named(List<RedisURI> uris) {
        List<RedisURI> copy = List.copyOf(uris);
        return new Seeds() {
            @Override
            public CompletableFuture<List<RedisURI>> find() {
                return CompletableFuture.completedFuture(copy);
            }

            @Override
            public void release() {}

            @Override
            public String address() {
                return Addresses.names(copy);
            }
        };
    }
}
