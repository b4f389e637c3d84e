package dev.keryx.adapter.websocket.netty;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayLimits;
import dev.keryx.gateway.link.LinkEvents;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inbound side of one WebSocket, the only handler in its pipeline: bytes in, events out. All of it on its lane. */
final class LinkHandler extends ChannelInboundHandlerAdapter implements FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

    private final NettyLink link;
    private final FrameParser parser;
    private @Nullable LinkEvents events;
    private @Nullable Pongs pongs;
    private Deadlines.@Nullable Deadline fragments;

    LinkHandler(Channel channel, NettyLane lane, GatewayLimits limits) {
        this.link = new NettyLink(channel, lane, this);
        this.parser = new FrameParser(this, limits);
    }

    NettyLink link() {
        return link;
    }

    /** Who hears of what comes; before anything is read. */
    void tell(LinkEvents listener) {
        events = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            parser.read(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        answerPings();
        LinkEvents listener = events;
        if (listener != null && link.isOpen()) {
            listener.readBurstEnds();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        link.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("The wire to {} broke: {}", link.remote(), cause.getMessage());
        } else {
            LOG.warn("The link to {} is cut off after a fault: {}", link.remote(), cause.toString());
            LOG.debug("The link to {} is cut off after a fault", link.remote(), cause);
        }
        link.close(CloseReason.LOST);
    }

    /** There is room again after something was kept. */
    void roomAgain() {
        answerPings();
        LinkEvents listener = events;
        if (listener != null && link.isOpen() && !link.keeps()) {
            listener.writable();
        }
    }

    @Override
    public void text(byte[] message) {
        answerPings();
        if (events != null) {
            events.text(message);
        }
    }

    @Override
    public void binary(byte[] message) {
        answerPings();
        if (events != null) {
            events.binary(message);
        }
    }

    @Override
    public void ping(byte[] payload) {
        if (pongs == null) {
            pongs = new Pongs(link);
        }
        pongs.owe(payload);
    }

    @Override
    public void goodbye(CloseReason reason) {
        link.hearsNoMore(reason);
    }

    @Override
    public void malformed(CloseReason reason) {
        LOG.debug("{} is closed: {}", link.remote(), reason);
        link.hearsNoMore(reason);
    }

    @Override
    public void fragmentsBegin() {
        fragments = link.nettyLane().fragments().set(() -> malformed(CloseFrames.tooLate("a message took too long")));
    }

    @Override
    public void fragmentsEnd() {
        if (fragments != null) {
            fragments.cancel();
            fragments = null;
        }
    }

    /** Before whatever a message or a goodbye causes, so that answers come in the order of the questions. */
    void answerPings() {
        if (pongs != null) {
            pongs.flush();
        }
    }

    /** From now on only the other side's goodbye matters. */
    void mute() {
        parser.mute();
        fragmentsEnd();
    }

    /** Nothing that comes matters any more. */
    void stop() {
        parser.stop();
        fragmentsEnd();
        if (pongs != null) {
            pongs.drop();
            pongs = null;
        }
    }

    /** There is nothing more to hear. */
    void ending(CloseReason reason) {
        if (events != null) {
            events.ending(reason);
        }
    }

    /** The last that is told, once. */
    void ended(CloseReason reason) {
        LinkEvents listener = events;
        events = null;
        if (listener != null) {
            listener.closed(reason);
        }
    }
}
