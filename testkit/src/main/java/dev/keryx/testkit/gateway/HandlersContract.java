package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import dev.keryx.testkit.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On which threads handlers run, and in which order. */
@SuppressWarnings("FutureReturnValueIgnored") // a handler may answer with a stage
public interface HandlersContract extends GatewayContract {
    /** Many clients at once: each one's events stay in line, and never run beside each other. */
    @ConcurrencyTest
    @Rule("GW-06")
    default void aConnectionsEventsAreHandledOneAtATimeInOrder(GatewayLab lab) {
        Map<String, List<Integer>> handled = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger overlaps = new AtomicInteger();
        Node node = lab.node();
        node.root().on("n", Integer.class, (connection, n) -> {
            AtomicInteger here = inside.computeIfAbsent(connection.id(), id -> new AtomicInteger());
            overlaps.addAndGet(here.incrementAndGet() - 1);
            handled.computeIfAbsent(connection.id(), id -> Collections.synchronizedList(new ArrayList<>()))
                    .add(n);
            Thread.onSpinWait();
            here.decrementAndGet();
        });
        List<Peer> peers = IntStream.range(0, 8).mapToObj(i -> node.connect()).toList();
        Together.run(
                peers.size(),
                i -> IntStream.range(0, 300).forEach(n -> peers.get(i).client().send("n", n)));
        List<Integer> all = IntStream.range(0, 300).boxed().toList();
        Eventually.that(
                "all events were handled",
                () -> peers.stream()
                        .allMatch(peer ->
                                handled.getOrDefault(peer.id(), List.of()).size() == all.size()),
                handled::toString);
        assertThat(overlaps).hasValue(0);
        assertThat(handled.values()).allSatisfy(one -> assertThat(one).isEqualTo(all));
    }

    /** However many there are: no pool runs out, and no wire stands still. */
    @Test
    @Rule("GW-07")
    default void blockedHandlersDelayNobodyElse(GatewayLab lab) {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        try {
            Node node = lab.node();
            node.root().on("block", (connection, args) -> {
                blocked.incrementAndGet();
                release.await();
            });
            node.root().answer("echo", (connection, args) -> args);
            List<Peer> stuck =
                    IntStream.range(0, 40).mapToObj(i -> node.connect()).toList();
            stuck.forEach(peer -> peer.client().send("block"));
            Eventually.equal("the number of blocked handlers", stuck.size(), blocked::get);
            ProbeClient free = node.connect().client();
            assertThat(free.expectAck(free.ask("echo", "still here"))).containsExactly("still here");
            node.root().emit("news");
            assertThat(stuck)
                    .allSatisfy(peer ->
                            assertThat(peer.client().expectEvent().name()).isEqualTo("news"));
            release.countDown();
        } finally {
            release.countDown();
        }
    }

    /** The ack waits for the stage, the next event does not. */
    @Test
    @Rule("GW-08")
    default void theNextEventDoesNotWaitForAStage(GatewayLab lab) {
        CompletableFuture<String> late = new CompletableFuture<>();
        Node node = lab.node();
        node.root().answer("late", (connection, args) -> late);
        node.root().answer("soon", (connection, args) -> "soon");
        ProbeClient client = node.connect().client();
        long first = client.ask("late");
        long second = client.ask("soon");
        assertThat(client.expectAck(second)).containsExactly("soon");
        assertThat(client.acksLeft()).isZero();
        late.complete("late");
        assertThat(client.expectAck(first)).containsExactly("late");
    }

    /** The one place where a sender is made to wait: its link is not read, and nothing is lost. */
    @Test
    @Rule("GW-09")
    default void aLinkIsNotReadWhileItsHandlerIsBehind(GatewayLab lab) {
        int sent = 2_000;
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> handled = Collections.synchronizedList(new ArrayList<>());
        try {
            Node node = lab.node(options -> options.limits(options.limits().inbound(8, 1 << 20)));
            node.root().on("n", Integer.class, (connection, n) -> {
                release.await();
                handled.add(n);
            });
            node.root().answer("echo", (connection, args) -> args);
            Peer behind = node.connect();
            IntStream.range(0, sent).forEach(n -> behind.client().send("n", n));
            node.awaitStats("a link was not read for a while", stats -> stats.readPauses() > 0);
            ProbeClient other = node.connect().client();
            assertThat(other.expectAck(other.ask("echo", 1))).containsExactly(1L);
            assertThat(node.stats().received()).isLessThan(sent);
            release.countDown();
            Eventually.equal("the number of handled events", sent, handled::size);
            assertThat(handled).isSorted();
            assertThat(behind.client().isOpen()).isTrue();
            assertThat(node.watch().paused).isNotEmpty();
        } finally {
            release.countDown();
        }
    }

    /** Handlers, guards, handshake steps and the continuations of futures alike. */
    @Test
    @Rule("GW-10")
    default void everythingOfTheApplicationsRunsOnItsExecutor(GatewayLab lab) {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        ExecutorService own = Executors.newCachedThreadPool(task -> new Thread(task, "application"));
        try {
            Node node = lab.node(options -> options.executor(own));
            Runnable here = () -> threads.add(Thread.currentThread().getName());
            node.root()
                    .use(handshake -> {
                        here.run();
                        return Decision.accept();
                    })
                    .guard((connection, event, args) -> here.run())
                    .onConnect(connection -> here.run())
                    .onDisconnect((connection, reason) -> here.run())
                    .on("event", (connection, args) -> here.run());
            Peer peer = node.connect();
            peer.client().send("event");
            CompletableFuture<Void> answered = peer.connection()
                    .sendWithAck(Eventually.limit(), Event.of("question"))
                    .thenRun(here);
            peer.client().answer(peer.client().expectEvent());
            Eventually.done("the answer", answered);
            peer.client().close();
            node.awaitStat("the number of connections", 0, GatewayStats::connections);
            Eventually.equal("the threads", Set.of("application"), () -> threads);
        } finally {
            own.shutdownNow();
        }
    }

    /** Whoever spoils a future spoils only their own. */
    @Test
    @Rule("GW-10")
    default void futuresAreTheCallersOwn(GatewayLab lab) {
        Node node = lab.newNode(options -> options);
        node.gateway().startAsync().cancel(true);
        node.start();
        Peer peer = node.connect();
        Connection connection = peer.connection();
        connection.join("room").cancel(true);
        peer.in("room");
        node.gateway().root().to("room").emit("there").relayed().completeExceptionally(new IllegalStateException());
        assertThat(peer.received()).containsExactly("there");
    }
}
