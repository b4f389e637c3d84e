package dev.keryx.testkit.gateway;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.Registration;
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
import dev.keryx.testkit.bus.BusHarness;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The kit's own broker, inside the test's process: core's bus engine over the smallest driver that keeps order over all
 * topics. So a gateway can be tried on several nodes with nothing but core.
 */
final class KitBroker implements BusHarness {
    /** Guards {@link #links}, {@link #cut} and each link's filters; frames are handed over under it, which orders them. */
    private final Object lock = new Object();

    private final List<KitLink> links = new ArrayList<>();
    private boolean cut;

    @Override
    public MessageBus bus(BusOptions options) {
        return TransportBus.over(new KitTransport(), options);
    }

    @Override
    public Registration outage() {
        List<KitLink> lost;
        synchronized (lock) {
            cut = true;
            lost = List.copyOf(links);
            links.clear();
        }
        lost.forEach(link -> link.sink.lost(gone()));
        return this::restore;
    }

    private void restore() {
        synchronized (lock) {
            cut = false;
        }
    }

    private static KeryxException gone() {
        return new KeryxException(ErrorCode.UNAVAILABLE, "the kit's broker was taken away");
    }

    /** Opens links, for one bus. */
    private final class KitTransport implements BusTransport {
        @Override
        public Set<Capability> capabilities() {
            Set<Capability> all = EnumSet.allOf(Capability.class);
            all.remove(Capability.CROSS_PROCESS);
            return all;
        }

        @Override
        public CompletableFuture<BusLink> open(Sink sink) {
            synchronized (lock) {
                if (cut) {
                    return CompletableFuture.failedFuture(gone());
                }
                KitLink link = new KitLink(sink);
                links.add(link);
                return CompletableFuture.completedFuture(link);
            }
        }

        @Override
        public CompletableFuture<Void> release() {
            return done();
        }
    }

    /** One bus's way to the broker. */
    private final class KitLink implements BusLink {
        private final Sink sink;
        private final Set<TopicFilter> filters = new HashSet<>();

        KitLink(Sink sink) {
            this.sink = sink;
        }

        @Override
        public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> more) {
            synchronized (lock) {
                if (!links.contains(this)) {
                    return CompletableFuture.failedFuture(gone());
                }
                filters.addAll(more);
                return CompletableFuture.completedFuture(Map.of());
            }
        }

        @Override
        public CompletableFuture<Void> remove(Set<TopicFilter> fewer) {
            synchronized (lock) {
                filters.removeAll(fewer);
                return done();
            }
        }

        @Override
        public CompletableFuture<Void> send(Topic topic, Frame frame) {
            ByteBuffer bytes = ByteBuffer.allocate(frame.size());
            frame.writeTo(bytes);
            synchronized (lock) {
                if (!links.contains(this)) {
                    return CompletableFuture.failedFuture(gone());
                }
                links.forEach(link -> link.take(topic, Payload.of(bytes.array())));
                return done();
            }
        }

        private void take(Topic topic, Payload bytes) {
            filters.stream()
                    .filter(filter -> filter.matches(topic))
                    .forEach(filter -> sink.frame(filter, topic, bytes));
        }

        @Override
        public CompletableFuture<Void> ping() {
            synchronized (lock) {
                return links.contains(this) ? done() : CompletableFuture.failedFuture(gone());
            }
        }

        @Override
        public CompletableFuture<Void> close() {
            synchronized (lock) {
                links.remove(this);
                return done();
            }
        }
    }

    /** A new one each time: whoever gets it may complete it. */
    private static CompletableFuture<Void> done() {
        return CompletableFuture.allOf();
    }
}
