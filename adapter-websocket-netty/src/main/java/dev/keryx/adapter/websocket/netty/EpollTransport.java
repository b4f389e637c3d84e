package dev.keryx.adapter.websocket.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;

/** All that names the optional classes of epoll; loaded only where they are asked for. */
final class EpollTransport implements DirectWrite {
    private EpollTransport() {}

    static boolean isThere() {
        return Epoll.isAvailable();
    }

    static Transport make() {
        return new Transport(
                "epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class, new EpollTransport());
    }

    @Override
    public int write(Channel channel, ByteBuf bytes) throws IOException {
        if (!bytes.hasMemoryAddress() || !channel.isActive()) {
            return 0;
        }
        return ((UnixChannel) channel)
                .fd()
                .writeAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
    }
}
