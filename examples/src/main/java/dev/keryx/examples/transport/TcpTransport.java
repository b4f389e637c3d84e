package dev.keryx.examples.transport;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Capability;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.BusTransport;
import dev.keryx.bus.transport.Frame;
import dev.keryx.bus.transport.Sink;
import dev.keryx.bus.transport.TransportBus;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A bus over a {@link TcpHub}. It only moves bytes; the engine does everything that is difficult. */
public final class TcpTransport implements BusTransport {
    private final InetSocketAddress hub;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    /** Opens nothing yet. */
    public TcpTransport(InetSocketAddress hub) {
        this.hub = hub;
    }

    /** A bus that meets others at this hub. Nothing is opened before its start. */
    public static MessageBus bus(InetSocketAddress hub, BusOptions options) {
        return TransportBus.over(new TcpTransport(hub), options);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public CompletableFuture<BusLink> open(Sink sink) {
        Link link = new Link(sink);
        links.add(link);
        return link.open();
    }

    @Override
    public CompletableFuture<Void> release() {
        return CompletableFuture.allOf(links.stream().map(Link::close).toArray(CompletableFuture<?>[]::new));
    }

    private KeryxException unavailable(@Nullable IOException cause) {
        return new KeryxException(ErrorCode.UNAVAILABLE, "no connection to the hub at " + hub, cause);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * One connection: a thread that reads and a thread that writes. The hub answers requests in their order, so an answer
     * always belongs to the oldest request that has none.
     */
    private final class Link implements BusLink {
        private final Sink sink;
        private final Socket socket = new Socket();
        private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> daemon("tcp-writer", task));
        private final Queue<CompletableFuture<Void>> unanswered = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<BusLink> opened = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile boolean closing;

        Link(Sink sink) {
            this.sink = sink;
        }

        CompletableFuture<BusLink> open() {
            daemon("tcp-reader", this::live).start();
            return opened;
        }

        private void live() {
            try (socket) {
                prepare();
                socket.connect(hub);
                opened.complete(this);
                read(new DataInputStream(new BufferedInputStream(socket.getInputStream())));
            } catch (IOException e) {
                end(unavailable(e));
            }
        }

        /** Gives the socket its descriptor, which a close at the same moment would overlook. */
        private synchronized void prepare() throws IOException {
            socket.setTcpNoDelay(true);
        }

        private void read(DataInputStream in) throws IOException {
            while (true) {
                int kind = in.read();
                if (kind == TcpHub.OK) {
                    unanswered.remove().complete(null);
                } else if (kind == TcpHub.MESSAGE) {
                    sink.frame(null, Topic.of(in.readUTF()), Payload.giving(TcpHub.readBytes(in)));
                } else {
                    throw new EOFException("the hub closed the connection");
                }
            }
        }

        /** The socket is closed: what still waits to be written fails by itself, what was written gets no answer. */
        private void end(KeryxException cause) {
            writer.shutdown();
            try {
                writer.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            KeryxException lost = new KeryxException(ErrorCode.OUTCOME_UNKNOWN, "lost the hub at " + hub, cause);
            unanswered.forEach(answer -> answer.completeExceptionally(lost));
            if (!opened.completeExceptionally(cause) && !closing) {
                sink.lost(cause);
            }
            links.remove(this);
            ended.complete(null);
        }

        private CompletableFuture<Void> request(byte[] bytes) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            try {
                writer.execute(() -> write(bytes, answer));
            } catch (RejectedExecutionException atTheEnd) {
                answer.completeExceptionally(unavailable(null));
            }
            return answer;
        }

        private void write(byte[] bytes, CompletableFuture<Void> answer) {
            if (socket.isClosed()) {
                answer.completeExceptionally(unavailable(null));
                return;
            }
            unanswered.add(answer);
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                TcpHub.cut(socket);
            }
        }

        @Override
        public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
            return request(TcpHub.filters(TcpHub.SUBSCRIBE, filters)).thenApply(answer -> Map.of());
        }

        @Override
        public CompletableFuture<Void> remove(Set<TopicFilter> filters) {
            return request(TcpHub.filters(TcpHub.UNSUBSCRIBE, filters)).exceptionally(dead -> null);
        }

        @Override
        public CompletableFuture<Void> send(Topic topic, Frame frame) {
            byte[] bytes = new byte[frame.size()];
            frame.writeTo(ByteBuffer.wrap(bytes));
            return request(TcpHub.message(TcpHub.PUBLISH, topic, bytes));
        }

        @Override
        public CompletableFuture<Void> ping() {
            return request(new byte[] {TcpHub.PING});
        }

        @Override
        public CompletableFuture<Void> close() {
            closing = true;
            synchronized (this) {
                TcpHub.cut(socket);
            }
            return ended;
        }

        @Override
        public int maxFrameBytes() {
            return TcpHub.MAX_BYTES;
        }
    }
}
