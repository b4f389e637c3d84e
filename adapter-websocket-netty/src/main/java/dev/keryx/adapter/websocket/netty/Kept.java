package dev.keryx.adapter.websocket.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;

/**
 * What a wire keeps because the system did not take it: it waits in the channel's outbound buffer, in order, and everything
 * after goes behind it. Made when that begins, of no use when all is gone. Confined to its lane.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, and that is heard there
final class Kept implements GenericFutureListener<Future<Void>>, Runnable {
    private static final int WORTH_A_COPY = 4;

    private final Channel channel;
    private final NettyLane lane;
    private final Runnable gone;

    /** Begins to wait; the task runs once when nothing is kept any more, never from inside a write. */
    Kept(Channel channel, NettyLane lane, Runnable gone) {
        this.channel = channel;
        this.lane = lane;
        this.gone = gone;
        listen();
    }

    /**
     * Gives a part of the bytes to the channel, which writes what it can. A rest much smaller than its whole is copied, so
     * that it does not pin all of it.
     */
    static void hand(Channel channel, NettyLane lane, ByteBuf bytes, int from, int length) {
        ByteBuf rest = length < bytes.readableBytes() / WORTH_A_COPY
                ? lane.memory().directBuffer(length).writeBytes(bytes, from, length)
                : bytes.retainedSlice(from, length);
        channel.write(rest, channel.voidPromise());
        channel.flush();
    }

    /** Whether the channel has something that is not written. */
    static boolean isAnyIn(Channel channel) {
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
        if (isAnyIn(channel)) {
            listen();
        } else {
            gone.run();
        }
    }

    int bytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null) {
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
