package dev.keryx.simulation;

import dev.keryx.Json;
import dev.keryx.adapter.inmemory.InMemoryBroker;
import dev.keryx.adapter.inmemory.InMemoryFaults;
import dev.keryx.bus.BusState;
import dev.keryx.gateway.GatewayOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link Simulation}. For its own thread only. */
final class OneThreadSimulation implements Simulation {
    /** More than any start, end or reconnection takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();
    private final Failures failures = new Failures();
    private final TaskQueue queue = new TaskQueue(clock, failures::add);
    private final InMemoryBroker broker = new InMemoryBroker();
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private final Set<String> disconnected = new LinkedHashSet<>();
    private final ClientAddresses addresses = new ClientAddresses();

    /** Looked for once, since making one costs more than a test. */
    private @Nullable Json json;

    private boolean closed;

    Json json() {
        Json found = json;
        if (found == null) {
            found = Json.find();
            json = found;
        }
        return found;
    }

    TaskQueue queue() {
        return queue;
    }

    Failures failuresSeen() {
        return failures;
    }

    InMemoryBroker broker() {
        return broker;
    }

    ClientAddresses addresses() {
        return addresses;
    }

    @Override
    public Node node(String name, UnaryOperator<GatewayOptions> options) {
        SimulatedNode known = nodes.get(name);
        if (known != null) {
            return known;
        }
        SimulatedNode made = new SimulatedNode(this, name, options);
        nodes.put(name, made);
        complete("the start of node " + name, made.start());
        return made;
    }

    @Override
    public ManualClock clock() {
        return clock;
    }

    @Override
    public void settle() {
        queue.settle();
    }

    @Override
    public void advance(Duration by) {
        queue.advanceTo(clock.nanos() + by.toNanos());
    }

    @Override
    public void partition(String... names) {
        Set.of(names).forEach(this::known);
        broker.faults().partition(Set.of(names));
    }

    @Override
    public void disconnect(String name) {
        disconnected.add(known(name));
        broker.faults().refuse(name);
        broker.faults().cut(name);
    }

    private String known(String name) {
        if (!nodes.containsKey(name)) {
            throw new IllegalArgumentException("no node is called " + name + ", only " + nodes.keySet());
        }
        return name;
    }

    @Override
    public void heal() {
        disconnected.forEach(broker.faults()::accept);
        disconnected.clear();
        broker.faults().heal();
        await(
                "every bus to find its broker again",
                () -> nodes.values().stream().noneMatch(node -> node.bus().state() == BusState.RECONNECTING));
    }

    @Override
    public InMemoryFaults faults() {
        return broker.faults();
    }

    @Override
    public List<Throwable> failures() {
        settle();
        return failures.take();
    }

    /** Lets time pass, timer by timer, until it holds. */
    private void await(String what, BooleanSupplier condition) {
        long deadline = clock.nanos() + PATIENCE.toNanos();
        while (!queue.runUntil(condition)) {
            Optional<Long> next = clock.nextDue();
            if (next.isEmpty() || next.get() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            queue.advanceTo(next.get());
        }
    }

    private void complete(String what, CompletableFuture<?> future) {
        await(what, future::isDone);
        try {
            future.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException own ? own : failure;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        settle();
        nodes.values().forEach(node -> complete("the end of the gateway of " + node.name(), node.endGateway()));
        nodes.values().forEach(node -> complete("the end of the bus of " + node.name(), node.endBus()));
        List<Throwable> unasked = failures.take();
        if (!unasked.isEmpty()) {
            AssertionError error = new AssertionError(
                    unasked.size() + " times a handler threw and no test asked for it; first: " + unasked.get(0));
            unasked.forEach(error::addSuppressed);
            throw error;
        }
    }
}
