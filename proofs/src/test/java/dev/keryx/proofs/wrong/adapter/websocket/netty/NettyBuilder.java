package dev.keryx.proofs.wrong.adapter.websocket.netty;

import io.netty.buffer.ByteBufAllocator;

/** Right: an adapter's builder may show its technology. */
public final class NettyBuilder {
    private NettyBuilder() {}

    public NettyBuilder allocator(ByteBufAllocator allocator) {
        return this;
    }
}
