package dev.keryx.adapter.websocket.netty;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The answers to pings. Those of one burst leave together; a flood, or a client that does not read, gets an answer to its
 * latest ping only, which the RFC allows (section 5.5.3), so that pings never make a queue. Confined to its lane.
 */
final class Pongs {
    private static final int MOST_BYTES_IN_A_BURST = 8 << 10;

    private final NettyLink link;
    private @Nullable ByteBuf burst;
    private byte @Nullable [] latest;

    Pongs(NettyLink link) {
        this.link = link;
    }

    void owe(byte[] payload) {
        ByteBuf frames = burst;
        if (link.keeps() || (frames != null && frames.readableBytes() > MOST_BYTES_IN_A_BURST)) {
            latest = payload;
        } else {
            burst = append(frames, payload);
        }
    }

    private ByteBuf append(@Nullable ByteBuf frames, byte[] payload) {
        ByteBuf target = frames == null ? link.nettyLane().memory().directBuffer(2 + payload.length) : frames;
        return target.writeByte(0x8A).writeByte(payload.length).writeBytes(payload);
    }

    void flush() {
        ByteBuf frames = burst;
        burst = null;
        if (frames != null) {
            link.control(frames);
        }
        byte[] last = latest;
        if (last != null && !link.keeps()) {
            latest = null;
            link.control(append(null, last));
        }
    }

    void drop() {
        latest = null;
        if (burst != null) {
            burst.release();
            burst = null;
        }
    }
}
