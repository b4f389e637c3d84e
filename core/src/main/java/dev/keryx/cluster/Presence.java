package dev.keryx.cluster;

import static dev.keryx.threads.Callbacks.then;

import dev.keryx.Registration;
import dev.keryx.TimeSource;
import dev.keryx.bus.BusState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this node known and knows the others: a hello each two seconds, a look at who has fallen silent, and what others
 * must be told of holes. Safe on any thread.
 */
final class Presence {
    static final Duration HELLO_EACH = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterRelay.class);

    private final TopicScheme topics;
    private final TimeSource clock;
    private final Supplier<BusState> bus;
    private final boolean clients;
    private final Outbox outbox;
    private final Roster roster;
    private final HoleMemory holes;
    private final RelayReports reports;

    /** Both under this object's lock. */
    private boolean present;

    private @Nullable Registration next;

    /** What a node said that lays out its topics in another way; the last of them. */
    private volatile @Nullable String contradiction;

    /** @param clients whether this node may have connections */
    Presence(
            TopicScheme topics,
            TimeSource clock,
            Supplier<BusState> bus,
            boolean clients,
            Outbox outbox,
            Roster roster,
            HoleMemory holes,
            RelayReports reports) {
        this.topics = topics;
        this.clock = clock;
        this.bus = bus;
        this.clients = clients;
        this.outbox = outbox;
        this.roster = roster;
        this.holes = holes;
        this.reports = reports;
    }

    /** Begins to be there: others are asked to answer. */
    void begin() {
        synchronized (this) {
            if (present) {
                return;
            }
            present = true;
            contradiction = null;
        }
        readBus();
        hello(true);
        nextIn();
    }

    /**
     * Stops being there; what is still to be told is told first, and then goodbye.
     *
     * @return completes when the goodbye is out, or cannot go out
     */
    CompletableFuture<Void> end() {
        synchronized (this) {
            if (!present) {
                return CompletableFuture.completedFuture(null);
            }
            present = false;
            if (next != null) {
                next.close();
            }
        }
        BusState state = bus.get();
        if (state != BusState.RUNNING && state != BusState.DRAINING) {
            return CompletableFuture.completedFuture(null);
        }
        tellHoles();
        return outbox.say(topics.control(), new Said.Bye());
    }

    /** Null where all nodes lay out their topics alike. */
    @Nullable
    String contradiction() {
        return contradiction;
    }

    /** The bus has come to a state: whatever waited is said when it is up, and goodbye when it ends. */
    void busIs(BusState state) {
        readBus();
        if (state == BusState.DRAINING || state == BusState.CLOSED) {
            then(end(), (gone, failed) -> {});
        } else if (state == BusState.RUNNING && isPresent()) {
            hello(false);
            tellHoles();
        }
    }

    /** Leases stand still while the bus is down. What is read is done before anybody reads again. */
    private synchronized void readBus() {
        if (bus.get() == BusState.RUNNING) {
            roster.thaw(clock.nanos());
        } else {
            roster.freeze();
        }
    }

    private synchronized boolean isPresent() {
        return present;
    }

    private void tick() {
        try {
            roster.expire(clock.nanos())
                    .forEach(node -> LOG.warn("Node {} has been silent for {}: missing", node, Roster.LEASE));
            hello(false);
            tellHoles();
        } finally {
            nextIn();
        }
    }

    private synchronized void nextIn() {
        if (present) {
            next = clock.after(HELLO_EACH, this::tick);
        }
    }

    private Said.Hello greeting(boolean asks) {
        return new Said.Hello(asks, clients, FrameCodec.VERSION, RoomTopics.FULL);
    }

    /** While the bus is down it would only fail. */
    private void hello(boolean asks) {
        if (bus.get() != BusState.RUNNING) {
            return;
        }
        outbox.mention(topics.control(), greeting(asks));
    }

    private void tellHoles() {
        if (bus.get() != BusState.RUNNING) {
            return;
        }
        Said.Hole hole = holes.take();
        if (hole != null) {
            then(outbox.say(topics.control(), hole), (told, failure) -> {
                if (failure != null) {
                    holes.giveBack(hole);
                }
            });
        }
    }

    void heard(Frame frame, Said.Hello hello) {
        if (hello.asks() && isPresent()) {
            outbox.mention(topics.node(frame.node()), greeting(false));
        }
        if (!hello.rooms().equals(RoomTopics.FULL)) {
            String what = "node " + frame.node() + " has " + hello.rooms() + ", this one " + RoomTopics.FULL;
            contradiction = what;
            reports.contradicted(topics.control().name(), what);
        } else if (roster.heard(frame.node(), frame.incarnation(), hello, clock.nanos())) {
            LOG.info("Node {} is there", frame.node());
        }
    }

    void left(Frame frame) {
        if (roster.left(frame.node(), frame.incarnation(), clock.nanos())) {
            LOG.info("Node {} has left", frame.node());
        }
    }
}
