package dev.keryx.adapter.websocket.netty;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.gateway.link.Door;
import dev.keryx.gateway.link.Lane;
import dev.keryx.gateway.link.LinkServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of WebSockets and plain requests on one address. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures are heard by listeners
final class NettyServer implements LinkServer {
    private static final Logger LOG = LoggerFactory.getLogger(NettyServer.class);
    private static final int BACKLOG = 4096;

    // With the system's default a hundred clients that never read held 404 MB in the kernel, with this 19 MB.
    private static final int SEND_BUFFER_BYTES = 64 << 10;
    private static final long SHUTDOWN_SECONDS = 5;

    private final Settings settings;
    private final Supplier<Transport> transports;

    // Guarded by this.
    private @Nullable EventLoopGroup group;
    private List<NettyLane> lanes = List.of();
    private @Nullable Channel listening;

    NettyServer(Settings settings) {
        this(settings, Transport::best);
    }

    /** Over a transport that is looked for when the server is opened. */
    NettyServer(Settings settings, Supplier<Transport> transports) {
        this.settings = settings;
        this.transports = transports;
    }

    @Override
    public synchronized CompletableFuture<Void> open(Door door) {
        if (group != null) {
            throw new IllegalStateException("the server is open");
        }
        Transport transport = transports.get();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(), new DefaultThreadFactory("keryx-netty", true), transport.handlers());
        group = loops;
        lanes = lanesOf(loops, transport);
        CompletableFuture<Void> opened = new CompletableFuture<>();
        ChannelFuture binding =
                bootstrap(loops, new Site(settings, door, transport), lanes).bind(settings.host(), settings.port());
        listening = binding.channel();
        binding.addListener(bound -> {
            if (bound.isSuccess()) {
                LOG.info("Listening on {} by {}", binding.channel().localAddress(), transport.name());
                opened.complete(null);
            } else {
                release(loops, () -> opened.completeExceptionally(bindFailed(bound.cause())));
            }
        });
        return opened;
    }

    private List<NettyLane> lanesOf(EventLoopGroup loops, Transport transport) {
        List<NettyLane> made = new ArrayList<>();
        for (EventExecutor loop : loops) {
            made.add(new NettyLane((EventLoop) loop, settings, transport.direct()));
        }
        return List.copyOf(made);
    }

    private static ServerBootstrap bootstrap(EventLoopGroup loops, Site site, List<NettyLane> lanes) {
        return new ServerBootstrap()
                .group(loops)
                .channel(site.transport().channel())
                .handler(new AcceptFailures())
                .childHandler(new WireInitializer(site, lanes))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
    }

    private KeryxException bindFailed(Throwable cause) {
        String address = settings.host() + ":" + settings.port();
        return new KeryxException(
                ErrorCode.BIND_FAILED, "cannot listen on " + address + ": " + cause.getMessage(), cause);
    }

    @Override
    public synchronized List<Lane> lanes() {
        return List.copyOf(lanes);
    }

    @Override
    public synchronized Optional<InetSocketAddress> address() {
        return Optional.ofNullable(listening).filter(Channel::isActive).map(channel ->
                (InetSocketAddress) channel.localAddress());
    }

    @Override
    public synchronized CompletableFuture<Void> stopAccepting() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        if (listening == null) {
            stopped.complete(null);
        } else {
            listening.close().addListener(closed -> stopped.complete(null));
        }
        return stopped;
    }

    /** When nothing is accepted any more every lane knows all its wires. */
    @Override
    public synchronized CompletableFuture<Void> close() {
        EventLoopGroup loops = group;
        if (loops == null) {
            return CompletableFuture.completedFuture(null);
        }
        List<NettyLane> open = lanes;
        CompletableFuture<Void> closed = new CompletableFuture<>();
        stopAccepting()
                .thenCompose(stopped -> CompletableFuture.allOf(
                        open.stream().map(NettyLane::closeAll).toArray(CompletableFuture[]::new)))
                .whenComplete((all, alreadyShutDown) -> release(loops, () -> closed.complete(null)));
        return closed;
    }

    private void release(EventLoopGroup loops, Runnable done) {
        loops.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).addListener(ended -> {
            forget(loops);
            done.run();
        });
    }

    private synchronized void forget(EventLoopGroup loops) {
        if (group == loops) {
            group = null;
            listening = null;
            lanes = List.of();
        }
    }
}
