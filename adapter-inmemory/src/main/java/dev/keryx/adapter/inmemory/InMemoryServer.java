package dev.keryx.adapter.inmemory;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.link.Admission;
import dev.keryx.gateway.link.Door;
import dev.keryx.gateway.link.Lane;
import dev.keryx.gateway.link.LinkRequest;
import dev.keryx.gateway.link.LinkServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes wires from inside the process. */
final class InMemoryServer implements LinkServer {
    /** From open to close. */
    private static final class Session {
        final Door door;
        final List<InMemoryLane> lanes = new ArrayList<>();

        /** Made here, one a lane; none where an executor was given. */
        final List<ExecutorService> threads = new ArrayList<>();

        /** Those that have not ended. */
        final Set<WireLink> links = ConcurrentHashMap.newKeySet();

        Session(Door door) {
            this.door = door;
        }
    }

    private final int laneCount;
    private final int maxMessageBytes;
    private final @Nullable Executor given;
    private final TimeSource clock;
    private final AtomicInteger next = new AtomicInteger();
    private volatile @Nullable Session session;
    private volatile boolean accepting;

    InMemoryServer(int laneCount, int maxMessageBytes, @Nullable Executor given, TimeSource clock) {
        this.laneCount = laneCount;
        this.maxMessageBytes = maxMessageBytes;
        this.given = given;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Void> open(Door door) {
        Session opened = new Session(door);
        for (int i = 1; i <= laneCount; i++) {
            Executor executor = given;
            if (executor == null) {
                ExecutorService own = thread("keryx-inmemory-lane-" + i);
                opened.threads.add(own);
                executor = own;
            }
            opened.lanes.add(new InMemoryLane(executor, clock));
        }
        session = opened;
        accepting = true;
        return CompletableFuture.completedFuture(null);
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public List<Lane> lanes() {
        Session current = session;
        return current == null ? List.of() : List.copyOf(current.lanes);
    }

    /** Brings a client to the door; any thread. */
    InMemoryGateway.Wire connect(LinkRequest request, InMemoryGateway.Client client) {
        Session current = session;
        if (current == null || !accepting) {
            return refuse(client, "nobody listens");
        }
        Optional<Registration> place =
                current.door.arrives(request.http().remote().getAddress());
        if (place.isEmpty()) {
            return refuse(client, "over a limit");
        }
        Admission admission = current.door.admit(request);
        if (admission instanceof Admission.Denied denied) {
            place.get().close();
            return refuse(client, denied.status() + " " + denied.text());
        }
        return enter(current, request, (Admission.Granted) admission, place.get(), client);
    }

    private static InMemoryGateway.Wire refuse(InMemoryGateway.Client client, String why) {
        client.closed(CloseReason.LOST.because(why));
        return ClientEnd.Refused.WIRE;
    }

    private InMemoryGateway.Wire enter(
            Session session,
            LinkRequest request,
            Admission.Granted granted,
            Registration place,
            InMemoryGateway.Client client) {
        InMemoryLane lane = session.lanes.get(Math.floorMod(next.getAndIncrement(), session.lanes.size()));
        WireLink link = new WireLink(lane, maxMessageBytes, request.http().remote(), client, ended -> {
            session.links.remove(ended);
            place.close();
        });
        session.links.add(link);
        lane.execute(() -> {
            if (this.session == session) {
                link.enter(session.door.enter(link, granted));
            } else {
                link.drop();
            }
        });
        return new ClientEnd(lane, link);
    }

    @Override
    public CompletableFuture<Void> stopAccepting() {
        accepting = false;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> close() {
        accepting = false;
        Session ending = session;
        session = null;
        if (ending == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?>[] lanes =
                ending.lanes.stream().map(lane -> endLinks(lane, ending.links)).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(lanes)
                .whenComplete((done, never) -> ending.threads.forEach(ExecutorService::shutdown));
    }

    /** Completes when the lane has nothing more to do, its links' last words included. */
    private static CompletableFuture<Void> endLinks(InMemoryLane lane, Set<WireLink> links) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        lane.execute(() -> {
            links.stream().filter(link -> link.lane() == lane).toList().forEach(WireLink::drop);
            lane.execute(() -> ended.complete(null));
        });
        return ended;
    }
}
