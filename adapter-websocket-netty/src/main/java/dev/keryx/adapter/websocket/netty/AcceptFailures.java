package dev.keryx.adapter.websocket.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the system cannot accept, for example because no file is left: no client is taken for a second, and a line
 * is logged once a minute. Links stay. On the listening channel's loop.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(NettyServer.class);
    private static final long PAUSE_SECONDS = 1;
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private boolean logged;
    private long loggedAt;

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        long now = context.executor().ticker().nanoTime();
        if (!logged || now - loggedAt > QUIET_NANOS) {
            logged = true;
            loggedAt = now;
            LOG.warn("Cannot accept clients on {}: {}", context.channel().localAddress(), cause.toString());
        }
        context.channel().config().setAutoRead(false);
        context.executor()
                .schedule(() -> context.channel().config().setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
    }
}
