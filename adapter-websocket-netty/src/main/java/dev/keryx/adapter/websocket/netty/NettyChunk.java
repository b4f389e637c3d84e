package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.link.Chunk;
import io.netty.buffer.ByteBuf;

/** A chunk in direct memory, so that the system reads it where it lies. */
final class NettyChunk implements Chunk {
    private final ByteBuf bytes;

    NettyChunk(ByteBuf bytes) {
        this.bytes = bytes;
    }

    /** Borrowed; its indices must not be moved. */
    ByteBuf bytes() {
        return bytes;
    }

    @Override
    public void put(byte[] frame, int offset, int length) {
        bytes.writeBytes(frame, offset, length);
    }

    @Override
    public int length() {
        return bytes.readableBytes();
    }

    @Override
    public void retain() {
        bytes.retain();
    }

    @Override
    public void release() {
        bytes.release();
    }
}
