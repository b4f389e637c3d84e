package dev.keryx.proofs.bus;

import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.bus.transport.Frame;
import dev.keryx.bus.transport.Sink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A link whose every answer is in the test's hand. */
@SuppressWarnings("NullAway") // it lies when it is told to
final class HandLink implements BusLink {
    private static final int ENVELOPE_BYTES = 36;

    final Sink sink;
    final Set<TopicFilter> live = ConcurrentHashMap.newKeySet();

    /** What was sent, by topic and as it would travel; guarded by itself. */
    final List<Payload> sent = new ArrayList<>();

    /** Every set of filters that was to be added or removed, in order; guarded by itself. */
    final List<Set<TopicFilter>> added = new ArrayList<>();

    final List<Set<TopicFilter>> removed = new ArrayList<>();
    int pings;
    int closes;
    int maxFrameBytes = Integer.MAX_VALUE;

    Function<Set<TopicFilter>, @Nullable CompletableFuture<Map<TopicFilter, KeryxException>>> onAdd =
            filters -> CompletableFuture.completedFuture(Map.of());
    Function<Set<TopicFilter>, @Nullable CompletableFuture<Void>> onRemove =
            filters -> CompletableFuture.completedFuture(null);
    Function<Topic, @Nullable CompletableFuture<Void>> onSend = topic -> CompletableFuture.completedFuture(null);
    BiFunction<Topic, Payload, @Nullable CompletableFuture<Void>> onFrame = (topic, bytes) -> onSend.apply(topic);
    IntSupplier onMaxFrameBytes = () -> maxFrameBytes;
    Supplier<@Nullable CompletableFuture<Void>> onPing = () -> CompletableFuture.completedFuture(null);
    Supplier<@Nullable CompletableFuture<Void>> onClose = () -> CompletableFuture.completedFuture(null);

    HandLink(Sink sink) {
        this.sink = sink;
    }

    @Override
    public CompletableFuture<Map<TopicFilter, KeryxException>> add(Set<TopicFilter> filters) {
        synchronized (added) {
            added.add(Set.copyOf(filters));
        }
        live.addAll(filters);
        return onAdd.apply(filters);
    }

    @Override
    public CompletableFuture<Void> remove(Set<TopicFilter> filters) {
        synchronized (removed) {
            removed.add(Set.copyOf(filters));
        }
        live.removeAll(filters);
        return onRemove.apply(filters);
    }

    @Override
    public CompletableFuture<Void> send(Topic topic, Frame frame) {
        ByteBuffer bytes = ByteBuffer.allocate(frame.size());
        frame.writeTo(bytes);
        Payload written = Payload.giving(bytes.array());
        synchronized (sent) {
            sent.add(written);
        }
        return onFrame.apply(topic, written);
    }

    @Override
    public CompletableFuture<Void> ping() {
        pings++;
        return onPing.get();
    }

    @Override
    public CompletableFuture<Void> close() {
        closes++;
        return onClose.get();
    }

    @Override
    public int maxFrameBytes() {
        return onMaxFrameBytes.getAsInt();
    }

    /** The texts that were sent, first to last. */
    List<String> texts() {
        synchronized (sent) {
            return sent.stream().map(HandLink::text).toList();
        }
    }

    /** What a frame carries that has no headers. */
    static String text(Payload frame) {
        return frame.slice(ENVELOPE_BYTES, frame.size() - ENVELOPE_BYTES).utf8();
    }

    /** Brings a foreign text by way of this filter. */
    void bring(String via, String topic, String text) {
        sink.frame(TopicFilter.of(via), Topic.of(topic), Payload.utf8(text));
    }

    /** Brings a foreign text of which nobody knows which filter brought it. */
    void bring(String topic, String text) {
        sink.frame(null, Topic.of(topic), Payload.utf8(text));
    }

    void lose() {
        sink.lost(new IllegalStateException("cut"));
    }
}
