package dev.keryx.adapter.redis;

import dev.keryx.Payload;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Everything that Lettuce's interfaces let us say only in Netty's words. */
final class NettyEdge {
    private NettyEdge() {}

    /** Threads of our own, none of which runs yet. Two for I/O, one for each connection of a link. */
    static ClientResources resources() {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(DefaultClientResources.MIN_IO_THREADS)
                .computationThreadPoolSize(DefaultClientResources.MIN_COMPUTATION_THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .nettyCustomizer(new OneFlush())
                .build();
    }

    /** Ends the threads, at once; completes when they have ended, or after half a second. */
    static CompletableFuture<Void> shutdown(ClientResources resources) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Future<Boolean> shutdown = resources.shutdown(0, 500, TimeUnit.MILLISECONDS);
        shutdown.addListener(done -> ended.complete(null));
        return ended;
    }

    static ScheduledExecutorService timer(ClientResources resources) {
        return resources.eventExecutorGroup();
    }

    /** Sends what the I/O thread was handed in one go with one system call, when it has come round. */
    private static final class OneFlush implements NettyCustomizer {
        /** Of a longer row, the head leaves while the tail is still being written. */
        private static final int FLUSH_AFTER = 256;

        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addLast(new FlushConsolidationHandler(FLUSH_AFTER, true));
        }
    }

    /** A PUBLISH that learns what it carries when it is written. Guarded by its outbox, but for the writing itself. */
    static final class Carrier extends Command<RedisName, Payload, Long> {
        private static final byte[] BEFORE_CHANNEL = "*3\r\n$7\r\nPUBLISH\r\n$".getBytes(StandardCharsets.US_ASCII);
        private static final int CRLF = '\r' << 8 | '\n';
        private static final int LENGTHS = 64;

        private final Outbox outbox;

        @Nullable
        private Batch batch;

        Carrier(NameCodec codec, Outbox outbox) {
            super(CommandType.PUBLISH, new IntegerOutput<>(codec));
            this.outbox = outbox;
        }

        @Nullable
        Batch batch() {
            return batch;
        }

        void take(Batch batch) {
            this.batch = batch;
        }

        /** Once, on the I/O thread; a second time would be a replay, which is refused, and that ends the connection. */
        @Override
        public void encode(ByteBuf out) {
            Batch load = outbox.load(this);
            byte[] channel = load.channel().bytes();
            out.ensureWritable(channel.length + load.size() + LENGTHS);
            out.writeBytes(BEFORE_CHANNEL);
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
