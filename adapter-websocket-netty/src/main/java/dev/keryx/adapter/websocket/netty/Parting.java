package dev.keryx.adapter.websocket.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;

/**
 * Lets a wire go without losing what was just written to it. A socket closed while something unread lies in it is reset, and a
 * reset overtakes the last words; so the writing half is closed first, what still comes is swallowed, and the wire ends when
 * the other side closes too, or at a deadline.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do for a wire that broke meanwhile
final class Parting {
    private Parting() {}

    /** Begins when all written before is gone; until then the caller's deadline holds. On the wire's lane. */
    static void begin(Channel channel, NettyLane lane) {
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(gone -> {
            if (gone.isSuccess()) {
                lane.execute(() -> halfClose(channel, lane));
            }
        });
    }

    private static void halfClose(Channel channel, NettyLane lane) {
        if (channel.isActive()) {
            lane.partings().set(() -> cutOff(channel));
            ((DuplexChannel) channel).shutdownOutput();
        }
    }

    /** Ends the wire now, in order where nothing waits to be sent. */
    static void close(Channel channel) {
        if (Kept.isAnyIn(channel)) {
            cutOff(channel);
        } else {
            channel.close();
        }
    }

    /** Ends the wire now; what the other side has not read is thrown away, here and in the system. */
    static void cutOff(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }
}
