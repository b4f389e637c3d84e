package dev.keryx.proofs.buskit;

import dev.keryx.DrainReport;
import dev.keryx.Registration;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A bus that leaves everything to another. */
class ForwardingBus implements MessageBus {
    private final MessageBus right;

    ForwardingBus(MessageBus right) {
        this.right = right;
    }

    @Override
    public CompletableFuture<Void> startAsync() {
        return right.startAsync();
    }

    @Override
    public CompletableFuture<Void> publish(Message message) {
        return right.publish(message);
    }

    @Override
    public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
        return right.subscribe(filter, options, handler);
    }

    @Override
    public TopicSubscription subscribe(SubscribeOptions options, MessageHandler handler) {
        return right.subscribe(options, handler);
    }

    @Override
    public Flow.Publisher<Message> flow(TopicFilter filter, SubscribeOptions options) {
        return right.flow(filter, options);
    }

    @Override
    public <N> Optional<N> unwrap(Class<N> nativeType) {
        return right.unwrap(nativeType);
    }

    @Override
    public CompletableFuture<DrainReport> drain(Duration within) {
        return right.drain(within);
    }

    @Override
    public BusState state() {
        return right.state();
    }

    @Override
    public Registration onState(Consumer<BusState> listener) {
        return right.onState(listener);
    }

    @Override
    public Set<Capability> capabilities() {
        return right.capabilities();
    }

    @Override
    public void close() {
        right.close();
    }
}
