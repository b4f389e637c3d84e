package dev.keryx.cluster;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.Gap;
import dev.keryx.Headers;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.Registration;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Capability;
import dev.keryx.bus.CloseCause;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.MessageHandler;
import dev.keryx.bus.MessageId;
import dev.keryx.bus.SubscribeOptions;
import dev.keryx.bus.Subscription;
import dev.keryx.bus.SubscriptionState;
import dev.keryx.bus.SubscriptionStats;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.TopicSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Buses whose every answer a test can hold back or turn into a failure. Everything happens in the caller's thread; what one
 * call causes runs after it, in order.
 */
final class HandHub {
    private final List<HandBus> buses = new ArrayList<>();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private boolean running;

    /** What was published and taken, as topic names. */
    final List<Message> published = new ArrayList<>();

    HandBus bus() {
        HandBus bus = new HandBus();
        buses.add(bus);
        return bus;
    }

    List<String> topics() {
        return published.stream().map(message -> message.topic().name()).toList();
    }

    private void run(Runnable task) {
        queue.add(task);
        if (running) {
            return;
        }
        running = true;
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            next.run();
        }
        running = false;
    }

    /** To all buses, as a broker would. */
    void put(Message message) {
        published.add(message);
        for (HandBus bus : buses) {
            bus.receive(message);
        }
    }

    /** As a foreign program publishes: without an envelope. */
    void putBare(Topic topic, Payload payload) {
        put(new Message(topic, payload, Headers.empty(), null, null));
    }

    /** One node's bus. */
    final class HandBus implements MessageBus {
        private BusState state = BusState.NEW;
        private final List<Consumer<BusState>> listeners = new ArrayList<>();
        private final List<HandSubscription> subscriptions = new ArrayList<>();
        private final Map<CompletableFuture<Void>, Message> held = new LinkedHashMap<>();

        /** What a publish to a topic fails with; null: it succeeds. */
        Function<Topic, @Nullable ErrorCode> failing = topic -> null;

        /** Whether publishes are taken but not answered. */
        boolean holdsAnswers;

        /** Whether new topics wait for {@link #confirm}. */
        boolean holdsConfirms;

        /** What the confirmation of a topic fails with; null: it succeeds. */
        Function<Topic, @Nullable ErrorCode> refusing = topic -> null;

        @Nullable
        ErrorCode startFails;

        /** Whether it buffers what its subscriptions do not want. */
        boolean ignoresSkip;

        Set<Capability> capabilities = Set.of(Capability.HEADERS);

        @Override
        public CompletableFuture<Void> startAsync() {
            CompletableFuture<Void> started = new CompletableFuture<>();
            run(() -> {
                if (startFails != null) {
                    started.completeExceptionally(new KeryxException(startFails, "on purpose"));
                    return;
                }
                if (state == BusState.NEW) {
                    become(BusState.RUNNING);
                    confirm();
                }
                started.complete(null);
            });
            return started;
        }

        void become(BusState next) {
            state = next;
            run(() -> List.copyOf(listeners).forEach(listener -> listener.accept(next)));
        }

        /** Confirms what waits. */
        void confirm() {
            run(() -> List.copyOf(subscriptions).forEach(HandSubscription::confirm));
        }

        /** Tells every subscription of a hole. */
        void gap(Gap gap) {
            run(() -> List.copyOf(subscriptions).forEach(subscription -> subscription.gap(gap)));
        }

        void answerAll() {
            List<CompletableFuture<Void>> all = List.copyOf(held.keySet());
            held.clear();
            run(() -> all.forEach(answer -> answer.complete(null)));
        }

        Set<String> follows() {
            return subscriptions.stream()
                    .flatMap(subscription -> subscription.topics.keySet().stream())
                    .map(Topic::name)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public CompletableFuture<Void> publish(Message message) {
            if (state == BusState.NEW) {
                return CompletableFuture.failedFuture(new KeryxException(ErrorCode.NOT_STARTED, "a bus"));
            }
            if (state != BusState.RUNNING) {
                return CompletableFuture.failedFuture(new KeryxException(ErrorCode.UNAVAILABLE, "a bus"));
            }
            ErrorCode code = failing.apply(message.topic());
            if (code != null) {
                return CompletableFuture.failedFuture(new KeryxException(code, "on purpose"));
            }
            CompletableFuture<Void> answer = new CompletableFuture<>();
            if (holdsAnswers) {
                held.put(answer, message);
            }
            run(() -> {
                MessageId id = MessageId.readFrom(new byte[MessageId.BYTES], 0);
                put(new Message(message.topic(), message.payload(), message.headers(), Instant.EPOCH, id));
                if (!held.containsKey(answer)) {
                    answer.complete(null);
                }
            });
            return answer;
        }

        void receive(Message message) {
            if (state == BusState.RUNNING) {
                List.copyOf(subscriptions).forEach(subscription -> subscription.receive(message));
            }
        }

        @Override
        public TopicSubscription subscribe(SubscribeOptions options, MessageHandler handler) {
            if (state == BusState.CLOSED) {
                throw new KeryxException(ErrorCode.CLOSED, "a bus");
            }
            HandSubscription subscription = new HandSubscription(this, options, handler);
            subscriptions.add(subscription);
            return subscription;
        }

        @Override
        public Subscription subscribe(TopicFilter filter, SubscribeOptions options, MessageHandler handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Flow.Publisher<Message> flow(TopicFilter filter, SubscribeOptions options) {
            throw new UnsupportedOperationException("not needed here");
        }

        @Override
        public CompletableFuture<DrainReport> drain(Duration within) {
            close();
            return CompletableFuture.completedFuture(DrainReport.NOTHING);
        }

        @Override
        public BusState state() {
            return state;
        }

        @Override
        public Registration onState(Consumer<BusState> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }

        @Override
        public Set<Capability> capabilities() {
            return capabilities;
        }

        @Override
        public void close() {
            become(BusState.CLOSED);
        }
    }

    /** One node's topics; true for those confirmed. */
    private final class HandSubscription implements TopicSubscription {
        private final HandBus bus;
        private final SubscribeOptions options;
        private final MessageHandler handler;
        private final Map<Topic, CompletableFuture<Void>> topics = new LinkedHashMap<>();

        HandSubscription(HandBus bus, SubscribeOptions options, MessageHandler handler) {
            this.bus = bus;
            this.options = options;
            this.handler = handler;
        }

        @Override
        public CompletableFuture<Void> add(Topic topic) {
            CompletableFuture<Void> answer = topics.computeIfAbsent(topic, added -> new CompletableFuture<>());
            if (bus.state == BusState.RUNNING && !bus.holdsConfirms) {
                run(this::confirm);
            }
            return answer;
        }

        void confirm() {
            for (Map.Entry<Topic, CompletableFuture<Void>> one : List.copyOf(topics.entrySet())) {
                ErrorCode code = bus.refusing.apply(one.getKey());
                if (code == null) {
                    one.getValue().complete(null);
                } else if (!one.getValue().isDone()) {
                    topics.remove(one.getKey());
                    one.getValue().completeExceptionally(new KeryxException(code, "on purpose"));
                }
            }
        }

        void receive(Message message) {
            CompletableFuture<Void> live = topics.get(message.topic());
            boolean skipped = !bus.ignoresSkip
                    && options.skipped().map(unwanted -> unwanted.test(message)).orElse(false);
            if (live == null || !live.isDone() || skipped) {
                return;
            }
            try {
                handler.handle(message);
            } catch (Exception e) {
                throw new AssertionError("the relay's handler never throws", e);
            }
        }

        void gap(Gap gap) {
            try {
                options.gapHandler().orElseThrow().handle(gap);
            } catch (Exception e) {
                throw new AssertionError("the relay's gap handler never throws", e);
            }
        }

        @Override
        public void remove(Topic topic) {
            topics.remove(topic);
        }

        @Override
        public Set<TopicFilter> filters() {
            return topics.keySet().stream().map(TopicFilter::exactly).collect(Collectors.toSet());
        }

        @Override
        public SubscriptionState state() {
            return SubscriptionState.ACTIVE;
        }

        @Override
        public CompletableFuture<Void> ready() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<CloseCause> closed() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<DrainReport> drain(Duration within) {
            close();
            return CompletableFuture.completedFuture(DrainReport.NOTHING);
        }

        @Override
        public SubscriptionStats stats() {
            return new SubscriptionStats(0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {
            bus.subscriptions.remove(this);
        }
    }
}
