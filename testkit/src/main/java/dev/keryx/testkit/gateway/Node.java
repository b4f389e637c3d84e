package dev.keryx.testkit.gateway;

import dev.keryx.Json;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.testkit.Eventually;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One gateway of a test, with its clients. */
final class Node {
    /** What a client of the kit says first, so that the test gets hold of its connection. */
    static final String HERE = "kit-here";

    private final GatewayHarness harness;
    private final RealtimeGateway gateway;
    private final Watch watch;
    private final List<ProbeClient> clients = new CopyOnWriteArrayList<>();
    private final List<RawClient> rawClients = new CopyOnWriteArrayList<>();
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<Connection>> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong tickets = new AtomicLong();

    /** Null before the start, which the test's own thread begins before it shows the node to others. */
    private @Nullable CompletableFuture<Void> starting;

    Node(GatewayHarness harness, RealtimeGateway gateway, Watch watch) {
        this.harness = harness;
        this.gateway = gateway;
        this.watch = watch;
    }

    Node start() {
        begin().up();
        return this;
    }

    /**
     * Begins to start. Whatever uses the node then waits for the end of that: a member of a cluster listens for others for a
     * while before it takes clients, and several do so at the same time.
     */
    Node begin() {
        starting = gateway.startAsync();
        return this;
    }

    /** Waits until the start that has begun is over. */
    void up() {
        CompletableFuture<Void> start = starting;
        if (start != null) {
            Eventually.done("the start", start);
        }
    }

    RealtimeGateway gateway() {
        up();
        return gateway;
    }

    Watch watch() {
        return watch;
    }

    /** The namespace {@code /}, in which the kit's clients can make themselves known. */
    Namespace root() {
        return namespace("/");
    }

    Namespace namespace(String path) {
        Namespace namespace = gateway().namespace(path);
        if (ready.add(path)) {
            namespace.on(HERE, String.class, (connection, ticket) -> {
                CompletableFuture<Connection> arrival = arrivals.remove(ticket);
                if (arrival != null) {
                    arrival.complete(connection);
                }
            });
        }
        return namespace;
    }

    /** A wire on which nothing was said. */
    ProbeClient wire() {
        ProbeClient client = harness.connect(gateway());
        clients.add(client);
        return client;
    }

    /** A wire that the test closes itself, so that nothing of it is kept here. */
    ProbeClient passingWire() {
        return harness.connect(gateway());
    }

    /** A client that speaks {@code keryx.v1.json}, and is in. */
    KeryxJsonProbe keryxClient() {
        KeryxJsonHarness keryx = (KeryxJsonHarness) harness;
        KeryxJsonProbe client = KeryxJsonProbe.over(events -> keryx.open(gateway(), events));
        clients.add(client);
        client.hello("/", null);
        client.expectWelcome();
        return client;
    }

    /** A wire on which {@code keryx.v1.json} should be spoken. */
    RawClient rawClient() {
        KeryxJsonHarness keryx = (KeryxJsonHarness) harness;
        RawClient client = new RawClient(new KeryxJsonText(Json.find()), events -> keryx.open(gateway(), events));
        rawClients.add(client);
        return client;
    }

    /** A client that has asked to be let into {@code /}, but not heard of it yet. */
    ProbeClient knock(@Nullable Object auth) {
        root();
        ProbeClient client = wire();
        client.hello("/", auth);
        return client;
    }

    /** A client that is in. */
    Peer connect() {
        return connect("/", null);
    }

    Peer connect(String path, @Nullable Object auth) {
        namespace(path);
        ProbeClient client = wire();
        client.hello(path, auth);
        client.expectWelcome();
        return known(client);
    }

    /** A client that is in, with its connection. */
    Peer known(ProbeClient client) {
        String ticket = String.valueOf(tickets.incrementAndGet());
        CompletableFuture<Connection> arrival = new CompletableFuture<>();
        arrivals.put(ticket, arrival);
        client.send(HERE, ticket);
        return new Peer(client, Eventually.done("a client's first event", arrival));
    }

    /** A client in these rooms. */
    Peer member(String... rooms) {
        return connect().in(rooms);
    }

    /** What it is in now, without waiting. */
    GatewayState state() {
        return gateway.state();
    }

    GatewayStats stats() {
        return gateway().stats();
    }

    /** Waits until the counts are as they should be. */
    void awaitStats(String what, Predicate<GatewayStats> expected) {
        Eventually.that(what, () -> expected.test(stats()), this::stats);
    }

    /** Waits until one count is what it should be. */
    void awaitStat(String what, long expected, Function<GatewayStats, Long> count) {
        Eventually.equal(what, expected, () -> count.apply(stats()));
    }

    void close() {
        clients.forEach(ProbeClient::resume);
        gateway.close();
        clients.forEach(ProbeClient::close);
        rawClients.forEach(RawClient::close);
    }
}
