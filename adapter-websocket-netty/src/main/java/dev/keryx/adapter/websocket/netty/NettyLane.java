package dev.keryx.adapter.websocket.netty;

import dev.keryx.Registration;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Lane;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop as a lane, with what its wires share. */
final class NettyLane implements Lane {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLane.class);

    private final EventLoop loop;
    private final DirectWrite direct;
    private final ByteBufAllocator memory = ByteBufAllocator.DEFAULT;
    private final Deadlines requests;
    private final Deadlines answers;
    private final Deadlines fragments;
    private final Deadlines partings;
    private final Wires wires = new Wires();
    private final RecvByteBufAllocator receiver = new SharedReceiver();

    NettyLane(EventLoop loop, Settings settings, DirectWrite direct) {
        this.loop = loop;
        this.direct = direct;
        this.requests = new Deadlines(loop, settings.limits().requestWithin());
        this.answers = new Deadlines(loop, Settings.ANSWER_WITHIN);
        this.fragments = new Deadlines(loop, settings.limits().fragmentsWithin());
        this.partings = new Deadlines(loop, settings.partWithin());
    }

    EventLoop loop() {
        return loop;
    }

    DirectWrite direct() {
        return direct;
    }

    ByteBufAllocator memory() {
        return memory;
    }

    /** On the lane only. */
    Wires wires() {
        return wires;
    }

    /** Closes all wires; completes when that is done. */
    CompletableFuture<Void> closeAll() {
        return CompletableFuture.runAsync(wires::closeAll, this);
    }

    /** From accept, or from the last answer, to a complete request. */
    Deadlines requests() {
        return requests;
    }

    /** From a complete request to an answer that was read. */
    Deadlines answers() {
        return answers;
    }

    /** From the first frame of a message to its last. */
    Deadlines fragments() {
        return fragments;
    }

    /** From a goodbye to the end of the wire. */
    Deadlines partings() {
        return partings;
    }

    /** Reads are never nested on one thread and no wire keeps what it reads into: one set of measurements serves all. */
    RecvByteBufAllocator receiver() {
        return receiver;
    }

    @Override
    public boolean inLane() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Registration later(Runnable task, Duration delay) {
        Future<?> timer = loop.schedule(() -> run(task), Deadlines.nanos(delay), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.error("A timed task failed", failure);
        }
    }

    @Override
    public Chunk chunk(int bytes) {
        return new NettyChunk(memory.directBuffer(bytes));
    }

    /** One handle for all wires of the lane, instead of one each. */
    @SuppressWarnings("deprecation") // the interface names the type that it deprecates
    private static final class SharedReceiver implements RecvByteBufAllocator {
        private static final int SMALLEST = 512;
        private static final int FIRST = 4 << 10;
        // A half-sent request keeps the buffer it came in until its deadline: not larger than this.
        private static final int LARGEST = 16 << 10;
        private static final int READS_IN_A_ROW = 16;

        private final Handle handle = new AdaptiveRecvByteBufAllocator(SMALLEST, FIRST, LARGEST)
                .maxMessagesPerRead(READS_IN_A_ROW)
                .newHandle();

        @Override
        public Handle newHandle() {
            return handle;
        }
    }
}
