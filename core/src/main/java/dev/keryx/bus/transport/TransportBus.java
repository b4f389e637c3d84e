package dev.keryx.bus.transport;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Capability;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import dev.keryx.bus.WireFormat;
import dev.keryx.threads.Thrown;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus engine: all of a bus's meaning, over any {@link BusTransport}.
 *
 * <p>Three kinds of thread meet here and none waits for another. State changes in <em>control</em>, a queue of short steps
 * run by whatever thread brings one: an application's, a driver's, a timer's. Messages go from the driver's threads through
 * lock-free lookups into each subscription's backlog. The application's code runs on the callback executor only, and never
 * inside a step or a lock.
 */
public final class TransportBus implements MessageBus {
    private static final Logger LOG = LoggerFactory.getLogger(TransportBus.class);

    private final BusContext context;
    private final Set<Capability> capabilities;
    private final boolean raw;
    private final Lifecycle lifecycle;

    private TransportBus(BusTransport transport, BusOptions options) {
        context = BusContext.of(options);
        raw = options.format() == WireFormat.RAW;
        Set<Capability> abilities = EnumSet.noneOf(Capability.class);
        abilities.addAll(transport.capabilities());
        if (raw) {
            abilities.remove(Capability.HEADERS);
        }
        capabilities = Set.copyOf(abilities);
        lifecycle = new Lifecycle(context, transport, new MessageIds(), capabilities);
    }

    /**
     * A bus over this transport, which it owns from now on. Does no I/O and starts no thread before its start.
     *
     * @param transport not open yet, and nobody else's
     * @param options taken whole
     * @return not started
     */
    public static MessageBus over(BusTransport transport, BusOptions options) {
        return new TransportBus(
                Objects.requireNonNull(transport, "transport"), Objects.requireNonNull(options, "options"));
    }

    @Override
    public CompletableFuture<Void> startAsync() {
        CompletableFuture<Void> mine = context.completions().future();
        context.control().run(() -> lifecycle.start(mine));
        return mine;
    }

    @Override
    public CompletableFuture<Void> publish(Message message) {
        Permission.require(message.topic());
        return lifecycle.publisher().publish(message);
    }

    @Override
    public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
        Permission.require(filter);
        check(options, handler);
        check(filter);
        FilterSubscription subscription =
                new FilterSubscription(context, lifecycle.registry(), filter, options, handler);
        admit(subscription.subscriber(), () -> subscription.subscriber().sit(subscription.seat()));
        return subscription;
    }

    @Override
    public TopicSubscription subscribe(SubscribeOptions options, MessageHandler handler) {
        check(options, handler);
        TopicsSubscription subscription = new TopicsSubscription(context, lifecycle.registry(), options, handler);
        admit(subscription.subscriber(), () -> {});
        return subscription;
    }

    @Override
    public Flow.Publisher<Message> flow(TopicFilter filter, SubscribeOptions options) {
        Permission.require(filter);
        check(filter);
        check(options);
        return new FlowView(context, lifecycle, filter, options);
    }

    private void check(TopicFilter filter) {
        if (!filter.isExact() && !capabilities.contains(Capability.PATTERNS)) {
            throw new KeryxException(ErrorCode.UNSUPPORTED, "this bus has no wildcards, filter " + filter);
        }
    }

    private void check(SubscribeOptions options) {
        Objects.requireNonNull(options, "options");
        if (options.skipsOwn() && raw) {
            throw new KeryxException(ErrorCode.UNSUPPORTED, "bare payloads do not tell who published them");
        }
    }

    private void check(SubscribeOptions options, MessageHandler handler) {
        check(options);
        Objects.requireNonNull(handler, "handler");
        if (lifecycle.isEnding()) {
            throw new KeryxException(ErrorCode.CLOSED, "the bus takes no more subscriptions");
        }
    }

    private void admit(Subscriber subscriber, Runnable sit) {
        context.control().run(() -> lifecycle.admit(subscriber, sit));
    }

    @Override
    public CompletableFuture<DrainReport> drain(Duration within) {
        Objects.requireNonNull(within, "within");
        CompletableFuture<DrainReport> mine = context.completions().future();
        context.control().run(() -> lifecycle.drain(within, mine));
        return mine;
    }

    @Override
    public BusState state() {
        return lifecycle.state();
    }

    @Override
    public Registration onState(Consumer<BusState> listener) {
        return lifecycle.listeners().add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /** The clock and the callback executor of this bus, for what is built on the port. */
    @Override
    public <N> Optional<N> unwrap(Class<N> nativeType) {
        Object shown = nativeType == TimeSource.class
                ? context.clock()
                : nativeType == Executor.class ? context.threads() : null;
        return Optional.ofNullable(shown).map(nativeType::cast);
    }

    @Override
    public void close() {
        CompletableFuture<DrainReport> drained = drain(context.options().grace());
        if (lifecycle.registry().isInsideHandler()) {
            return;
        }
        try {
            if (context.threads().areAllGiven()) {
                drained.get();
            } else {
                lifecycle.awaitClosed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException unexpected) {
            LOG.warn("The bus could not be waited for while it ended: {}", Thrown.brief(unexpected));
            LOG.debug("The bus could not be waited for while it ended", unexpected);
        }
    }
}
