package dev.keryx.proofs.cluster;

import dev.keryx.FutureSource;
import dev.keryx.JsonArgs;
import dev.keryx.NodeId;
import dev.keryx.Payload;
import dev.keryx.TimeSource;
import dev.keryx.adapter.inmemory.InMemoryBroker;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.WireFormat;
import dev.keryx.cluster.ClusterRelay;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.GatewayObserver;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay;
import dev.keryx.gateway.link.Relay.Scope;
import dev.keryx.simulation.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Relays over buses of one in-memory broker, all on the test's thread: one queue for what runs, one clock for what waits. */
final class World {
    private static final Duration STEP = Duration.ofMillis(50);

    final InMemoryBroker broker = new InMemoryBroker();
    private final ManualClock clock = new ManualClock();
    private final Deque<Runnable> queue = new ArrayDeque<>();

    /** Runs everything when the test settles; being a source of futures it gets the drivers' calls too. */
    private final class OneThread implements Executor, FutureSource {
        @Override
        public void execute(Runnable task) {
            queue.add(task);
        }

        @Override
        public <T> CompletableFuture<T> newFuture() {
            return new CompletableFuture<>();
        }
    }

    /** What a relay tells. */
    record Missed(@Nullable String namespace, Set<Scope> scopes) {
        static Missed rooms(String... names) {
            return new Missed("/", Stream.of(names).map(Scope.Room::new).collect(Collectors.toSet()));
        }

        static Missed anything() {
            return new Missed(null, Set.of());
        }
    }

    /** One process. */
    final class Node implements Relay.Local, GatewayObserver {
        final MessageBus bus;
        final Relay relay;
        final List<Cast> casts = new ArrayList<>();
        final List<Missed> missed = new ArrayList<>();
        final List<String> skipped = new ArrayList<>();
        final List<Throwable> failed = new ArrayList<>();

        Node(String name) {
            this(broker.bus(name, BusOptions.DEFAULT.executor(new OneThread()).clock(clock)));
        }

        Node(MessageBus bus) {
            this.bus = bus;
            relay = ClusterRelay.over(bus, GatewayOptions.DEFAULT.clock(clock).observer(this));
        }

        CompletableFuture<Void> follow(String... rooms) {
            CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
            for (String room : rooms) {
                all = all.thenCombine(relay.follow("/", new Scope.Room(room)).live(), (done, live) -> done);
            }
            settle();
            return all;
        }

        CompletableFuture<Void> emit(String event, String... rooms) {
            return emit(event, rooms(rooms));
        }

        CompletableFuture<Void> emit(String event, @Nullable Set<Target> to) {
            CompletableFuture<Void> emitted =
                    relay.emit(new Cast("/", to, Set.of(), Delivery.QUEUED, event, JsonArgs.of(Payload.utf8("1"))));
            settle();
            return emitted;
        }

        List<String> events() {
            return casts.stream().map(Cast::event).toList();
        }

        @Override
        public void deliver(Cast cast) {
            casts.add(cast);
        }

        @Override
        public void missed(@Nullable String namespace, Set<Scope> scopes, String reason) {
            missed.add(new Missed(namespace, scopes));
        }

        @Override
        public void relaySkipped(String topic, String why) {
            skipped.add(why);
        }

        @Override
        public void relayFailed(String namespace, Throwable failure) {
            failed.add(failure);
        }
    }

    static Set<Target> rooms(String... names) {
        return Stream.of(names).map(Target::room).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The id of a connection that this node could have made. */
    static Target connection(NodeId node) {
        byte[] id = new byte[21];
        node.writeTo(id, 0);
        return Target.connection(Base64.getUrlEncoder().encodeToString(id));
    }

    TimeSource clock() {
        return clock;
    }

    /** A bus on which no relay is. */
    MessageBus bus(WireFormat format) {
        MessageBus bus = broker.bus(
                BusOptions.DEFAULT.executor(new OneThread()).clock(clock).format(format));
        CompletableFuture<Void> started = bus.startAsync();
        settle();
        started.join();
        return bus;
    }

    Node started(String name) {
        Node node = new Node(name);
        CompletableFuture<Void> started = node.relay.start(node);
        for (int i = 0; i < 100 && !started.isDone(); i++) {
            advance(STEP);
        }
        started.join();
        return node;
    }

    /** Runs all that can run now. */
    void settle() {
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            next.run();
        }
    }

    void advance(Duration by) {
        settle();
        for (Duration left = by; !left.isZero(); ) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            clock.advance(step);
            settle();
            left = left.minus(step);
        }
    }
}
