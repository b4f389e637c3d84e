package dev.keryx.adapter.inmemory;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.TimeSource;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.Frame;
import dev.keryx.bus.transport.Sink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** One bus's link into an exchange. Answers at once, in the caller's thread, unless a fault says otherwise. */
final class InMemoryLink implements BusLink {
    private static final CompletableFuture<Void> DONE = CompletableFuture.allOf();

    private final Exchange exchange;
    private final String name;
    private final BusFaults faults;
    private final Sink sink;
    private final DelayLine delays;
    private final Set<TopicFilter> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    InMemoryLink(Exchange exchange, String name, TimeSource clock, BusFaults faults, Sink sink) {
        this.exchange = exchange;
        this.name = name;
        this.faults = faults;
        this.sink = sink;
        this.delays = new DelayLine(clock);
    }

    String name() {
        return name;
    }

    Sink sink() {
        return sink;
    }

    @Override
    public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
        CompletableFuture<Map<TopicFilter, KeryxException>> answer = new CompletableFuture<>();
        faults.unlessHung(() -> {
            if (closed) {
                answer.completeExceptionally(gone());
                return;
            }
            Map<TopicFilter, KeryxException> rejected = new LinkedHashMap<>();
            for (TopicFilter filter : filters) {
                if (faults.rejects(filter) || exchange.faults().rejects(filter)) {
                    rejected.put(filter, new KeryxException(ErrorCode.REJECTED, "not permitted: " + filter));
                } else {
                    live.add(filter);
                    exchange.follow(this, filter);
                }
            }
            if (closed) { // looked at again: closing may have missed what was added meanwhile
                exchange.leave(this, live);
            }
            answer.complete(rejected);
        });
        return answer;
    }

    @Override
    public CompletableFuture<Void> remove(Set<TopicFilter> filters) {
        if (closed) {
            return DONE;
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        faults.unlessHung(() -> {
            filters.forEach(this::forget);
            answer.complete(null);
        });
        return answer;
    }

    private void forget(TopicFilter filter) {
        live.remove(filter);
        exchange.unfollow(this, filter);
    }

    @Override
    public CompletableFuture<Void> send(Topic topic, Frame frame) {
        if (closed) {
            return CompletableFuture.failedFuture(gone());
        }
        if (exchange.faults().isBusy()) {
            return CompletableFuture.failedFuture(
                    new KeryxException(ErrorCode.UNAVAILABLE, "memory:" + name + " takes no publishes now"));
        }
        if (!faults.isHung()) {
            exchange.publish(this, topic, frame);
            return DONE;
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        faults.unlessHung(() -> {
            if (!closed) {
                exchange.publish(this, topic, frame);
                answer.complete(null);
            }
        });
        return answer;
    }

    private KeryxException gone() {
        return new KeryxException(ErrorCode.UNAVAILABLE, "the link of memory:" + name + " is gone");
    }

    @Override
    public CompletableFuture<Void> ping() {
        if (closed) {
            return CompletableFuture.failedFuture(gone());
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        faults.unlessHung(() -> answer.complete(null));
        return answer;
    }

    @Override
    public CompletableFuture<Void> close() {
        closed = true;
        delays.clear();
        exchange.leave(this, live);
        return DONE;
    }

    @Override
    public int maxFrameBytes() {
        return Math.min(exchange.maxFrameBytes(), faults.maxFrameBytes());
    }

    /** A frame that another link, or this one, has published. */
    void deliver(InMemoryLink from, TopicFilter via, Topic topic, Payload bytes) {
        if (closed) {
            return;
        }
        if (!exchange.faults().touchFrames()) {
            sink.frame(via, topic, bytes);
            return;
        }
        InMemoryFaults.Fate fate = exchange.faults().fate(from.name, name, topic);
        if (fate.isDropped()) {
            if (fate.isTold()) {
                sink.missed(
                        Set.of(via), new KeryxException(ErrorCode.UNAVAILABLE, "a frame on " + topic + " was dropped"));
            }
            return;
        }
        delays.pass(
                fate.delay(),
                () -> faults.unlessHung(() -> {
                    if (!closed) {
                        sink.frame(via, topic, bytes);
                    }
                }));
    }

    /** The other side cuts it. */
    void cut() {
        if (!closed) {
            var unused = close();
            sink.lost(new KeryxException(ErrorCode.UNAVAILABLE, "memory:" + name + " was cut off"));
        }
    }

    /** The other side takes a filter away. */
    void revoke(TopicFilter filter, KeryxException why) {
        if (!closed && live.contains(filter)) {
            forget(filter);
            sink.revoked(Set.of(filter), why);
        }
    }
}
