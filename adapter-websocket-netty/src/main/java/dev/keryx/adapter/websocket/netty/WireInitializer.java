package dev.keryx.adapter.websocket.netty;

import dev.keryx.Registration;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Prepares accepted wires. Shared by all lanes; immutable. */
@ChannelHandler.Sharable
final class WireInitializer extends ChannelInitializer<Channel> {
    private final Site site;
    private final List<NettyLane> lanes;
    private final HttpDecoderConfig decoding = new HttpDecoderConfig()
            .setMaxInitialLineLength(Settings.MOST_LINE_BYTES)
            .setMaxHeaderSize(Settings.MOST_HEADER_BYTES)
            .setStrictLineParsing(true);

    WireInitializer(Site site, List<NettyLane> lanes) {
        this.site = site;
        this.lanes = lanes;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            Parting.cutOff(channel);
            return;
        }
        Optional<Registration> arrived = site.door().arrives(remote.getAddress());
        if (arrived.isEmpty()) {
            Parting.cutOff(channel);
            return;
        }
        NettyLane lane = laneOf(channel);
        lane.wires().add(channel, arrived.get());
        channel.config().setRecvByteBufAllocator(lane.receiver());
        channel.pipeline().addLast(new HttpRequestDecoder(decoding), new HttpGuard(site, lane));
    }

    private NettyLane laneOf(Channel channel) {
        for (NettyLane lane : lanes) {
            if (lane.loop() == channel.eventLoop()) {
                return lane;
            }
        }
        throw new IllegalStateException("a wire outside of all lanes");
    }
}
