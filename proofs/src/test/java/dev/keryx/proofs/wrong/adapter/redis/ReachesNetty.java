package dev.keryx.proofs.wrong.adapter.redis;

import io.netty.buffer.ByteBuf;

/** Rule 2: Netty in the Redis adapter. */
class ReachesNetty {
    int capacity(ByteBuf buffer) {
        return buffer.capacity();
    }
}
