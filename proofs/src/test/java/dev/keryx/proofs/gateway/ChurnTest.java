package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.Registration;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.GatewayState;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.gateway.engine.GatewayEngine;
import dev.keryx.gateway.link.Admission;
import dev.keryx.gateway.link.Chunk;
import dev.keryx.gateway.link.Door;
import dev.keryx.gateway.link.Lane;
import dev.keryx.gateway.link.LinkEvents;
import dev.keryx.gateway.link.LinkRequest;
import dev.keryx.gateway.link.LinkServer;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The engine on real threads, when everybody does everything at once. */
class ChurnTest {
    private static final int LINKS = 40;
    private static final int STEPS = 400;

    private final Threads threads = new Threads();

    @AfterEach
    void end() {
        threads.lanes.forEach(lane -> lane.thread.shutdownNow());
    }

    @ConcurrencyTest
    void joinsLeavesEmitsAndEndsOfManyThreadsLeaveNothingBehind() throws InterruptedException {
        RealtimeGateway gateway = GatewayEngine.over(
                threads,
                null,
                List.of(),
                GatewayOptions.DEFAULT.limits(GatewayOptions.DEFAULT.limits().rooms(1_000)));
        List<Connection> connections = new CopyOnWriteArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        gateway.root().onConnect(connections::add).onDisconnect((connection, reason) -> ended.incrementAndGet());
        gateway.start();
        List<ThreadLink> links = new ArrayList<>();
        for (int i = 0; i < LINKS; i++) {
            links.add(threads.connect(i));
        }
        Eventually.equal("the connections", LINKS, connections::size);
        List<Thread> users = new ArrayList<>();
        for (int user = 0; user < 4; user++) {
            Random random = new Random(user);
            users.add(new Thread(() -> churn(gateway, connections, random)));
        }
        users.forEach(Thread::start);
        for (int i = 0; i < LINKS / 2; i++) {
            ThreadLink link = links.get(i);
            link.lane.execute(() -> link.events().closed(CloseReason.LOST));
        }
        for (Thread user : users) {
            user.join();
        }
        connections.forEach(connection -> connection.close(CloseReason.NORMAL));
        Eventually.equal("the ends", LINKS, ended::get);
        Eventually.equal("the links", 0L, () -> gateway.stats().links());
        assertThat(gateway.stats().connections()).isZero();
        assertThat(gateway.stats().rooms()).isZero();
        assertThat(gateway.root().emit("x").local()).isZero();
        for (int room = 0; room < 10; room++) {
            assertThat(gateway.root().to("r" + room).emit("x").local()).isZero();
        }
        for (ThreadLink link : links) {
            assertThat(link.outOfOrder).isEmpty();
        }
        assertThat(gateway.drain(Duration.ofSeconds(5)).join().complete()).isTrue();
    }

    @ConcurrencyTest
    void closeOnTheExecutorsOnlyThreadComesToAnEnd() {
        ExecutorService only = Executors.newSingleThreadExecutor();
        try {
            RealtimeGateway gateway = GatewayEngine.over(
                    threads,
                    null,
                    List.of(),
                    GatewayOptions.DEFAULT.executor(only).grace(Duration.ofMillis(50)));
            gateway.root().onConnect(connection -> {});
            gateway.start();
            threads.connect(0);
            Eventually.equal("the connections", 1L, () -> gateway.stats().connections());
            Eventually.done("the close", CompletableFuture.runAsync(gateway::close, only));
            assertThat(gateway.state()).isEqualTo(GatewayState.CLOSED);
        } finally {
            only.shutdownNow();
        }
    }

    /** Numbers its emits, so that each link can tell whether one thread's come in order. */
    private static void churn(RealtimeGateway gateway, List<Connection> connections, Random random) {
        String name = "t" + Thread.currentThread().getId();
        for (int step = 0; step < STEPS; step++) {
            Connection connection = connections.get(random.nextInt(connections.size()));
            String room = "r" + random.nextInt(10);
            switch (random.nextInt(6)) {
                case 0, 1 -> connection.join(room);
                case 2 -> connection.leave(room);
                case 3 -> gateway.root().to(room, "r0").emit(name, step);
                case 4 -> connection.send(Event.of(name, step));
                default -> gateway.root().except(room).emit(name, step);
            }
        }
    }

    /** Two lanes with a thread each. */
    private static final class Threads implements LinkServer {
        final List<ThreadLane> lanes = List.of(new ThreadLane(), new ThreadLane());
        private @Nullable Door door;

        ThreadLink connect(int number) {
            ThreadLink link = new ThreadLink(lanes.get(number % 2));
            link.lane.execute(() -> {
                Door open = Objects.requireNonNull(door);
                LinkRequest request = new LinkRequest(new HandRequest(Map.of()), List.of(), false);
                link.events = open.enter(link, (Admission.Granted) open.admit(request));
                link.events().text("[\"hello\",{}]".getBytes(StandardCharsets.UTF_8));
                link.events().readBurstEnds();
            });
            return link;
        }

        @Override
        public CompletableFuture<Void> open(Door opened) {
            door = opened;
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<Lane> lanes() {
            return List.copyOf(lanes);
        }

        @Override
        public CompletableFuture<Void> stopAccepting() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> close() {
            return CompletableFuture.completedFuture(null);
        }
    }

    private static final class ThreadLane implements Lane {
        final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final Thread itself =
                CompletableFuture.supplyAsync(Thread::currentThread, thread).join();

        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }

        @Override
        public boolean inLane() {
            return Thread.currentThread() == itself;
        }

        @Override
        public Registration later(Runnable task, Duration delay) {
            ScheduledFuture<?> later = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> later.cancel(false);
        }

        @Override
        public Chunk chunk(int bytes) {
            return new HandChunk(new HandLane(new HandTime()), bytes);
        }
    }

    /** Stalls now and then for a moment, and checks the order of what it gets. */
    private static final class ThreadLink implements BareLink {
        final ThreadLane lane;
        final List<String> outOfOrder = new CopyOnWriteArrayList<>();
        private final Map<String, Integer> last = new HashMap<>();
        private @Nullable LinkEvents events;
        private int sends;
        private int unsent;
        private boolean closed;

        ThreadLink(ThreadLane lane) {
            this.lane = lane;
        }

        LinkEvents events() {
            return Objects.requireNonNull(events);
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public boolean send(Chunk chunk) {
            if (!lane.inLane() || unsent > 0) {
                outOfOrder.add("sent off the lane, or while stalled");
            }
            for (String frame : ((HandChunk) chunk).send()) {
                String[] parts = frame.replaceAll("[\\[\\]\"]", "").split(",", -1);
                if (parts[0].equals("ev")
                        && last.merge(parts[2], Integer.valueOf(parts[3]), Math::max) > Integer.parseInt(parts[3])) {
                    outOfOrder.add(frame);
                }
            }
            if (++sends % 5 != 0) {
                return true;
            }
            unsent = chunk.length();
            lane.later(
                    () -> {
                        unsent = 0;
                        events().writable();
                    },
                    Duration.ofNanos(100_000));
            return false;
        }

        @Override
        public int unsentBytes() {
            return unsent;
        }

        @Override
        public void read(boolean on) {}

        @Override
        public void close(CloseReason reason) {
            if (!closed) {
                closed = true;
                lane.execute(() -> events().closed(reason));
            }
        }
    }
}
