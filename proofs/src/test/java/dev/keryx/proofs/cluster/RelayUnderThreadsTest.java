package dev.keryx.proofs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.JsonArgs;
import dev.keryx.Payload;
import dev.keryx.adapter.inmemory.InMemoryBroker;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.cluster.ClusterRelay;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay;
import dev.keryx.gateway.link.Relay.Interest;
import dev.keryx.gateway.link.Relay.Scope;
import dev.keryx.testkit.ConcurrencyTest;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class RelayUnderThreadsTest {
    private static final int PUBLISHERS = 4;
    private static final int EMITS = 500;
    private static final List<Set<Target>> AUDIENCES =
            List.of(World.rooms("a"), World.rooms("a", "b"), World.rooms("b", "c", "a"));

    private final InMemoryBroker broker = new InMemoryBroker();
    private final List<MessageBus> buses = new ArrayList<>();

    /** Counts how many calls run at once, and keeps what it got. */
    private static final class Listener implements Relay.Local {
        final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<String> gaps = new ConcurrentLinkedQueue<>();
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();

        @Override
        public void deliver(Cast cast) {
            alone(() -> events.add(cast.event()));
        }

        @Override
        public void missed(@Nullable String namespace, Set<Scope> scopes, String reason) {
            alone(() -> gaps.add(reason));
        }

        private void alone(Runnable what) {
            if (inside.getAndIncrement() > 0) {
                overlaps.incrementAndGet();
            }
            what.run();
            inside.decrementAndGet();
        }
    }

    private Relay started(Relay.Local local) {
        MessageBus bus = broker.bus(BusOptions.DEFAULT);
        buses.add(bus);
        Relay relay = ClusterRelay.over(bus, GatewayOptions.DEFAULT);
        Eventually.done("the start", relay.start(local));
        return relay;
    }

    @AfterEach
    void close() {
        buses.forEach(MessageBus::close);
    }

    private static Cast cast(String event, Set<Target> to) {
        return new Cast("/", to, Set.of(), Delivery.QUEUED, event, JsonArgs.of(Payload.utf8("1")));
    }

    /** Each publisher's events as they came. */
    private static List<List<String>> byPublisher(Listener listener) {
        return IntStream.range(0, PUBLISHERS)
                .mapToObj(publisher -> listener.events.stream()
                        .filter(event -> event.startsWith(publisher + ":"))
                        .toList())
                .toList();
    }

    private static List<String> sent(int publisher) {
        return IntStream.range(0, EMITS).mapToObj(i -> publisher + ":" + i).toList();
    }

    @ConcurrencyTest
    void everyPublishersOrderHoldsAndEachEventComesOnceWhileRoomsComeAndGo() {
        Listener listener = new Listener();
        Relay receiver = started(listener);
        List<Relay> senders = List.of(started(new Listener()), started(new Listener()));
        for (String room : List.of("a", "b", "c")) {
            assertThat(Eventually.done(
                            "the room",
                            receiver.follow("/", new Scope.Room(room)).live()))
                    .isTrue();
        }

        Together.run(PUBLISHERS + 2, index -> {
            if (index < PUBLISHERS) {
                Relay sender = senders.get(index % senders.size());
                for (int i = 0; i < EMITS; i++) {
                    Eventually.done("the emit", sender.emit(cast(index + ":" + i, AUDIENCES.get(i % 3))));
                }
            } else {
                for (int i = 0; i < EMITS; i++) {
                    Interest churn = receiver.follow("/", new Scope.Room(i % 2 == 0 ? "b" : "churn" + i));
                    churn.live();
                    churn.close();
                }
            }
        });

        Eventually.equal("the number of events", PUBLISHERS * EMITS, listener.events::size);
        assertThat(byPublisher(listener))
                .isEqualTo(IntStream.range(0, PUBLISHERS)
                        .mapToObj(RelayUnderThreadsTest::sent)
                        .toList());
        assertThat(listener.gaps).isEmpty();
        assertThat(listener.overlaps).hasValue(0);
    }

    @ConcurrencyTest
    void whatIsLostInCutsIsAGapAndNothingComesTwiceOrOutOfOrder() {
        Listener listener = new Listener();
        Relay receiver = started(listener);
        Relay sender = started(new Listener());
        assertThat(Eventually.done(
                        "the room", receiver.follow("/", new Scope.Room("a")).live()))
                .isTrue();

        Together.run(2, index -> {
            for (int i = 0; i < EMITS; i++) {
                if (index == 0) {
                    Eventually.settled("the emit", sender.emit(cast("0:" + i, World.rooms("a"))));
                } else if (i % 50 == 0) {
                    broker.faults().cut("bus-" + (1 + i / 50 % 2));
                }
            }
        });
        Eventually.that("an emit arrives again", () -> arrives(sender, listener), listener.events::size);

        List<String> came = byPublisher(listener).get(0);
        assertThat(came).doesNotHaveDuplicates();
        assertThat(sent(0).stream().filter(came::contains).toList()).isEqualTo(came);
        if (came.size() < EMITS) {
            Eventually.that("a gap was told", () -> !listener.gaps.isEmpty(), came::size);
        }
        assertThat(listener.overlaps).hasValue(0);
    }

    private static boolean arrives(Relay sender, Listener listener) {
        Eventually.settled("the emit", sender.emit(cast("last", World.rooms("a"))));
        return listener.events.contains("last");
    }

    @ConcurrencyTest
    void startsAndDrainsThatRaceEnd() {
        Relay relay = ClusterRelay.over(broker.bus(BusOptions.DEFAULT), GatewayOptions.DEFAULT);
        Together.run(4, index -> {
            if (index % 2 == 0) {
                Eventually.settled("the start", relay.start(new Listener()));
            } else {
                Eventually.done("the drain", relay.drain(Duration.ofSeconds(1)));
            }
        });
        Eventually.done("the last drain", relay.drain(Duration.ofSeconds(1)));
    }
}
