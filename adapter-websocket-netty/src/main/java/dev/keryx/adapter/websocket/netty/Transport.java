package dev.keryx.adapter.websocket.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * A way to the system's sockets.
 *
 * @param name for the log
 * @param handlers of the event loops
 * @param channel that listens
 * @param direct how to write past the pipeline
 */
record Transport(String name, IoHandlerFactory handlers, Class<? extends ServerChannel> channel, DirectWrite direct) {
    /** Epoll where its native library is there, else the JDK's selectors. To be called in start, since it loads the library. */
    static Transport best() {
        try {
            if (EpollTransport.isThere()) {
                return EpollTransport.make();
            }
        } catch (LinkageError absent) {
            // The library is optional, and so are its classes.
        }
        return nio();
    }

    static Transport nio() {
        return new Transport("nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, DirectWrite.NONE);
    }
}
