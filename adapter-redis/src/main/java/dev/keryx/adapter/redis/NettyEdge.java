package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.Transports;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that Lettuce's interfaces let us say only in Netty's words. */
final class NettyEdge {
    private NettyEdge() {}

    static ScheduledExecutorService timer(ClientResources resources) {
        return resources.eventExecutorGroup();
    }

    /**
     * Threads of our own for one client, none of which runs before its first connect, and every socket opened by it. Before
     * the threads end, they finish what they have begun, and the sockets are closed one by one: Netty forgets a socket that
     * is opened while its thread ends.
     */
    static final class Own implements NettyCustomizer {
        /** Of a longer row, the head leaves while the tail is still being written. */
        private static final int FLUSH_AFTER = 256;

        private static final int MILLIS_TO_END = 500;

        private final ChannelGroup sockets = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

        /** Asks the network for a name by a socket for the question; one kept for the next would outlive its thread. */
        private final AddressResolverGroup<?> names = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelType(Transports.datagramChannelClass())
                .socketChannelType(Transports.socketChannelClass().asSubclass(SocketChannel.class))
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution));

        /** Two threads for I/O, one for each connection of a link. */
        private final ClientResources resources = DefaultClientResources.builder()
                .ioThreadPoolSize(DefaultClientResources.MIN_IO_THREADS)
                .computationThreadPoolSize(DefaultClientResources.MIN_COMPUTATION_THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .addressResolverGroup(names)
                .nettyCustomizer(this)
                .build();

        /** Null before the first connect. */
        private volatile @Nullable EventLoopGroup threads;

        ClientResources resources() {
            return resources;
        }

        @Override
        public void afterBootstrapInitialized(Bootstrap bootstrap) {
            threads = bootstrap.config().group();
        }

        /**
         * What the I/O thread is handed in one go leaves with one system call, when it has come round. On the I/O thread,
         * before the connect; once the end has begun, the socket is closed at once.
         */
        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addLast(new FlushConsolidationHandler(FLUSH_AFTER, true));
            sockets.add(channel);
        }

        /** Closes every socket that is open or about to be. */
        CompletableFuture<Void> closeSockets() {
            names.close();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            all.add(completion(sockets.close()));
            EventLoopGroup begun = threads;
            if (begun != null) {
                begun.forEach(thread -> all.add(completion(thread.submit(() -> {}))));
            }
            return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
        }

        /** What it would still do, such as giving up handshakes that have failed long ago, needs threads that are about to end. */
        void stopTimer() {
            var unused = resources.timer().stop();
        }

        CompletableFuture<Void> endThreads() {
            return completion(resources.shutdown(0, MILLIS_TO_END, TimeUnit.MILLISECONDS));
        }

        private static CompletableFuture<Void> completion(Future<?> future) {
            CompletableFuture<Void> completion = new CompletableFuture<>();
            future.addListener(done -> completion.complete(null));
            return completion;
        }
    }

    /** A PUBLISH or SPUBLISH that learns what it carries when it is written. Guarded by its outbox, but for the writing itself. */
    static final class Carrier extends Command<RedisName, Payload, Long> implements CompleteableCommand<Long> {
        private static final byte[] CLASSIC = "*3\r\n$7\r\nPUBLISH\r\n$".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] SHARDED = "*3\r\n$8\r\nSPUBLISH\r\n$".getBytes(StandardCharsets.US_ASCII);
        private static final int CRLF = '\r' << 8 | '\n';
        private static final int LENGTHS = 64;

        private final byte[] beforeChannel;
        private final Outbox outbox;

        private @Nullable Batch batch;
        private boolean settled;

        /** What Lettuce itself wants to be told, such as a timer of a lent client; set before the command is dispatched. */
        private @Nullable BiConsumer<? super Long, Throwable> watcher;

        Carrier(Flavor flavor, NameCodec codec, Outbox outbox) {
            super(flavor.publish, new IntegerOutput<>(codec));
            this.beforeChannel = flavor == Flavor.SHARDED ? SHARDED : CLASSIC;
            this.outbox = outbox;
        }

        @Nullable
        Batch batch() {
            return batch;
        }

        void take(Batch load) {
            batch = load;
        }

        boolean isSettled() {
            return settled;
        }

        void settled() {
            settled = true;
        }

        /** Redis has answered; on the I/O thread. */
        @Override
        public void complete() {
            super.complete();
            end(getOutput().hasError() ? new RedisCommandExecutionException(getError()) : null);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            boolean first = super.completeExceptionally(failure);
            end(failure);
            return first;
        }

        @Override
        public void cancel() {
            super.cancel();
            end(new CancellationException());
        }

        private void end(@Nullable Throwable failure) {
            outbox.settle(this, failure);
            if (watcher != null) {
                watcher.accept(null, failure);
            }
        }

        @Override
        public void onComplete(Consumer<? super Long> action) {
            onComplete((receivers, failure) -> action.accept(receivers));
        }

        @Override
        public void onComplete(BiConsumer<? super Long, Throwable> action) {
            watcher = action;
        }

        /** Once, on the I/O thread; a second time would be a replay, which is refused, and that ends the connection. */
        @Override
        public void encode(ByteBuf out) {
            Batch load = outbox.load(this);
            byte[] channel = load.channel().bytes();
            out.ensureWritable(channel.length + load.size() + LENGTHS);
            out.writeBytes(beforeChannel);
            writeLength(out, channel.length);
            out.writeBytes(channel);
            out.writeShort(CRLF).writeByte('$');
            writeLength(out, load.size());
            writeBody(out, load);
            out.writeShort(CRLF);
        }

        private static void writeBody(ByteBuf out, Batch load) {
            ByteBuffer body = out.nioBuffer(out.writerIndex(), load.size());
            load.writeTo(body);
            if (body.hasRemaining()) {
                throw new IllegalStateException("A frame is shorter than its size");
            }
            out.writerIndex(out.writerIndex() + load.size());
        }

        private static void writeLength(ByteBuf out, int length) {
            ByteBufUtil.writeAscii(out, Integer.toString(length));
            out.writeShort(CRLF);
        }
    }
}
