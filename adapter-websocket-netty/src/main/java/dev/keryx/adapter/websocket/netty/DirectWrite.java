package dev.keryx.adapter.websocket.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;

/** Writes to a wire's system socket, past pipeline and outbound buffer; where a transport has such a way. */
interface DirectWrite {
    /** For transports without: everything goes the long way. */
    DirectWrite NONE = (channel, bytes) -> 0;

    /** Writes what the system takes at once, moving no index, and returns how many bytes that was. */
    int write(Channel channel, ByteBuf bytes) throws IOException;
}
