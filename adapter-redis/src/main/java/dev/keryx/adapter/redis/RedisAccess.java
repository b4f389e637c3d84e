package dev.keryx.adapter.redis;

import java.util.concurrent.CompletableFuture;

/** How a transport gets at Redis: by a client of its own, or by one it was lent. */
interface RedisAccess {
    /** One attempt; names and payloads by this codec. */
    CompletableFuture<Reached> connect(NameCodec codec);

    /** Gives up an attempt under way and gives back what was made here, within a second; {@link #connect} may follow. */
    CompletableFuture<Void> release();

    /** Where it leads, for people to read. */
    String address();
}
