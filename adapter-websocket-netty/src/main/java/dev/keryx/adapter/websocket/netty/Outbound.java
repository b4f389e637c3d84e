package dev.keryx.adapter.websocket.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.io.IOException;

/**
 * What goes out on one wire, in order and in whole frames. As long as nothing is kept bytes go straight to the system, with
 * one call; what it does not take is kept in the channel's outbound buffer, and everything after goes behind it. Confined to
 * its lane.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, and that is heard there
final class Outbound implements GenericFutureListener<Future<Void>>, Runnable {
    private static final int WORTH_A_COPY = 4;

    private final Channel channel;
    private final NettyLane lane;
    private final DirectWrite direct;
    private final Runnable roomAgain;
    private boolean keeping;

    Outbound(Channel channel, NettyLane lane, DirectWrite direct, Runnable roomAgain) {
        this.channel = channel;
        this.lane = lane;
        this.direct = direct;
        this.roomAgain = roomAgain;
    }

    /** Whether something waits for the other side to read. */
    boolean keeps() {
        return keeping;
    }

    /** Sends bytes that stay the caller's; false: something is kept, and {@code roomAgain} will run when it is gone. */
    boolean put(ByteBuf bytes) {
        int length = bytes.readableBytes();
        int sent = keeping ? 0 : writeNow(bytes);
        if (sent < length) {
            keep(bytes, bytes.readerIndex() + sent, length - sent);
        }
        return !keeping;
    }

    private int writeNow(ByteBuf bytes) {
        try {
            return direct.write(channel, bytes);
        } catch (IOException broken) {
            channel.close();
            return bytes.readableBytes();
        }
    }

    /** A rest much smaller than its chunk is copied, so that it does not pin all of it. */
    private void keep(ByteBuf bytes, int from, int length) {
        ByteBuf rest = length < bytes.readableBytes() / WORTH_A_COPY
                ? lane.memory().directBuffer(length).writeBytes(bytes, from, length)
                : bytes.retainedSlice(from, length);
        channel.write(rest, channel.voidPromise());
        channel.flush();
        if (!keeping && hasBacklog()) {
            keeping = true;
            listen();
        }
    }

    private boolean hasBacklog() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && !buffer.isEmpty();
    }

    /** An empty buffer at the end tells when all before it is gone. */
    private void listen() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(this);
    }

    /** Called from inside the flush, where nothing must be written: the rest happens afterwards. */
    @Override
    public void operationComplete(Future<Void> marker) {
        if (marker.isSuccess()) {
            lane.execute(this);
        }
    }

    /** After the flush that wrote the marker. */
    @Override
    public void run() {
        if (hasBacklog()) {
            listen();
        } else if (keeping) {
            keeping = false;
            roomAgain.run();
        }
    }

    /** What is kept, in bytes. */
    int keptBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (!keeping || buffer == null) {
            return 0;
        }
        int[] sum = {0};
        try {
            buffer.forEachFlushedMessage(message -> {
                sum[0] += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
                return true;
            });
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
        return sum[0];
    }
}
