package dev.keryx.proofs.buskit;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.Registration;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.Frame;
import dev.keryx.bus.transport.Sink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A broker in one object, with every knob that the contract knows. Its monitor guards everything in it. */
final class LoopWorld {
    static final int MAX_FRAME_BYTES = 4 << 20;

    private final String address;
    private final Set<LoopLink> links = new HashSet<>();
    private final Set<TopicFilter> rejected = new HashSet<>();
    private boolean down;
    private boolean busy;

    LoopWorld(String address) {
        this.address = address;
    }

    synchronized CompletableFuture<BusLink> connect(Sink sink, int maxFrameBytes) {
        if (down) {
            return CompletableFuture.failedFuture(unavailable());
        }
        LoopLink link = new LoopLink(sink, maxFrameBytes);
        links.add(link);
        return CompletableFuture.completedFuture(link);
    }

    /** Breaks every link and takes no new one until the registration is closed. */
    Registration outage() {
        List<LoopLink> broken;
        synchronized (this) {
            down = true;
            broken = List.copyOf(links);
            links.clear();
        }
        broken.forEach(link -> link.sink.lost(unavailable()));
        return () -> {
            synchronized (this) {
                down = false;
            }
        };
    }

    /** Takes no publish until the registration is closed. */
    Registration refuse() {
        refuse(true);
        return () -> refuse(false);
    }

    private synchronized void refuse(boolean refusing) {
        busy = refusing;
    }

    /** Takes it from everybody who has it, and gives it to nobody until the registration is closed. */
    Registration reject(TopicFilter filter) {
        List<LoopLink> robbed;
        synchronized (this) {
            rejected.add(filter);
            robbed = links.stream().filter(link -> link.filters.remove(filter)).toList();
        }
        robbed.forEach(link -> link.sink.revoked(Set.of(filter), unavailable()));
        return () -> {
            synchronized (this) {
                rejected.remove(filter);
            }
        };
    }

    synchronized int subscriptions(TopicFilter filter) {
        return (int)
                links.stream().filter(link -> link.filters.contains(filter)).count();
    }

    synchronized void publish(Topic topic, byte[] bytes) {
        for (LoopLink link : new ArrayList<>(links)) {
            for (TopicFilter filter : new ArrayList<>(link.filters)) {
                if (filter.matches(topic)) {
                    link.sink.frame(filter, topic, Payload.of(bytes));
                }
            }
        }
    }

    private KeryxException unavailable() {
        return new KeryxException(ErrorCode.UNAVAILABLE, "nobody is at " + address);
    }

    private final class LoopLink implements BusLink {
        private final Sink sink;
        private final int maxFrameBytes;
        private final Set<TopicFilter> filters = new HashSet<>();

        LoopLink(Sink sink, int maxFrameBytes) {
            this.sink = sink;
            this.maxFrameBytes = maxFrameBytes;
        }

        @Override
        public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> added) {
            synchronized (LoopWorld.this) {
                if (!links.contains(this)) {
                    return CompletableFuture.failedFuture(unavailable());
                }
                Map<TopicFilter, KeryxException> refused = new HashMap<>();
                for (TopicFilter filter : added) {
                    if (rejected.contains(filter)) {
                        refused.put(filter, new KeryxException(ErrorCode.REJECTED, "the broker refuses " + filter));
                    } else {
                        filters.add(filter);
                    }
                }
                return CompletableFuture.completedFuture(refused);
            }
        }

        @Override
        public CompletableFuture<Void> remove(Set<TopicFilter> removed) {
            synchronized (LoopWorld.this) {
                filters.removeAll(removed);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> send(Topic topic, Frame frame) {
            byte[] bytes = new byte[frame.size()];
            frame.writeTo(ByteBuffer.wrap(bytes));
            synchronized (LoopWorld.this) {
                if (busy || !links.contains(this)) {
                    return CompletableFuture.failedFuture(unavailable());
                }
                publish(topic, bytes);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> ping() {
            synchronized (LoopWorld.this) {
                return links.contains(this)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(unavailable());
            }
        }

        @Override
        public CompletableFuture<Void> close() {
            synchronized (LoopWorld.this) {
                links.remove(this);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public int maxFrameBytes() {
            return maxFrameBytes;
        }
    }
}
