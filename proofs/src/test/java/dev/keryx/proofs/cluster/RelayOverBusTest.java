package dev.keryx.proofs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.DrainReport;
import dev.keryx.ErrorCode;
import dev.keryx.JsonArgs;
import dev.keryx.KeryxException;
import dev.keryx.Payload;
import dev.keryx.bus.BusState;
import dev.keryx.bus.Message;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.WireFormat;
import dev.keryx.cluster.Emitters;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Interest;
import dev.keryx.gateway.link.Relay.Scope;
import dev.keryx.proofs.LogLines;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelayOverBusTest {
    private static final TopicFilter ROOM_A = TopicFilter.of("kx.default.r.=2F.a");

    private final World world = new World();

    private static ErrorCode codeOf(CompletableFuture<?> future) {
        return future.handle((value, failure) -> ((KeryxException) failure).code())
                .join();
    }

    @Test
    void nothingHappensBeforeTheStart() {
        World.Node node = world.new Node("ada");
        world.settle();
        assertThat(node.bus.state()).isEqualTo(BusState.NEW);
        assertThat(codeOf(node.emit("e", "a"))).isEqualTo(ErrorCode.NOT_STARTED);
    }

    @Test
    void nodesFindEachOtherAtTheStart() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        World.Node eve = world.started("eve");
        assertThat(eve.relay.others()).containsExactlyInAnyOrder(ada.relay.node(), bob.relay.node());
        assertThat(ada.relay.others()).containsExactlyInAnyOrder(bob.relay.node(), eve.relay.node());
    }

    @Test
    void aRoomSpansThreeNodesAndNobodyHearsAnEcho() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        World.Node eve = world.started("eve");
        ada.follow("a");
        bob.follow("a");
        eve.follow("b");
        assertThat(ada.emit("e", "a")).isCompleted();
        assertThat(ada.casts).isEmpty();
        assertThat(bob.events()).containsExactly("e");
        assertThat(bob.casts.get(0).args().text().utf8()).isEqualTo("1");
        assertThat(eve.casts).isEmpty();
        assertThat(List.of(ada.skipped, bob.skipped, eve.skipped)).allMatch(List::isEmpty);
    }

    @Test
    void severalRoomsArriveOnce() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        bob.follow("a", "b", "c");
        ada.emit("few", "a", "b", "x");
        Set<Target> many = new LinkedHashSet<>(World.rooms("a", "b"));
        IntStream.range(0, 20).forEach(i -> many.add(Target.room("other" + i)));
        bob.relay.follow("/", new Scope.Everybody());
        world.settle();
        ada.emit("many", many);
        assertThat(bob.events()).containsExactly("few", "many");
        assertThat(bob.casts.get(0).to()).isEqualTo(World.rooms("a", "b", "x"));
        assertThat(bob.casts.get(1).to()).isEqualTo(many);
    }

    @Test
    void onePublishersEmitsToARoomStayInOrder() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        bob.follow("a", "b");
        List<String> sent = IntStream.range(0, 500).mapToObj(i -> "e" + i).toList();
        sent.forEach(event -> ada.emit(event, event.endsWith("3") ? World.rooms("b", "a") : World.rooms("a")));
        assertThat(bob.events()).isEqualTo(sent);
    }

    @Test
    void anEmitToAConnectionReachesItsNodeOnly() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        World.Node eve = world.started("eve");
        ada.emit("e", Set.of(World.connection(bob.relay.node())));
        assertThat(bob.events()).containsExactly("e");
        assertThat(eve.casts).isEmpty();
        assertThat(ada.casts).isEmpty();
    }

    @Test
    void usersAndNamespacesSpanNodesToo() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        bob.relay.follow("/", new Scope.User("u"));
        bob.relay.follow("/", new Scope.Everybody());
        world.settle();
        ada.emit("user", Set.of(Target.user("u")));
        ada.emit("all", (Set<Target>) null);
        assertThat(bob.events()).containsExactly("user", "all");
    }

    @Test
    void theLastLeaveLingersAndWhoComesBackMeanwhileIsLiveAtOnce() {
        World.Node ada = world.started("ada");
        Interest interest = ada.relay.follow("/", new Scope.Room("a"));
        world.settle();
        interest.close();
        world.advance(Duration.ofSeconds(7));
        assertThat(world.broker.followers(ROOM_A)).isEqualTo(1);
        Interest again = ada.relay.follow("/", new Scope.Room("a"));
        assertThat(again.live()).isCompletedWithValue(true);
        world.advance(Duration.ofSeconds(20));
        assertThat(world.broker.followers(ROOM_A)).isEqualTo(1);
        again.close();
        world.advance(Duration.ofSeconds(13));
        assertThat(world.broker.followers(ROOM_A)).isZero();
    }

    @Test
    void aCutIsAGapHereAndAHoleThere() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        ada.follow("a", "b");
        bob.follow("a");
        world.broker.faults().refuse("ada");
        world.broker.faults().cut("ada");
        world.settle();
        assertThat(codeOf(ada.emit("lost", "a"))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(ada.relay.follow("/", new Scope.Room("c")).live()).isCompletedWithValue(false);
        world.advance(Duration.ofSeconds(3));
        assertThat(List.of(ada.missed, bob.missed)).allMatch(List::isEmpty);

        world.broker.faults().accept("ada");
        world.advance(Duration.ofSeconds(3));
        assertThat(ada.bus.state()).isEqualTo(BusState.RUNNING);
        assertThat(bob.missed).containsExactly(World.Missed.rooms("a"));
        assertThat(ada.missed).contains(World.Missed.anything(), World.Missed.rooms("c"));
        ada.emit("again", "a");
        assertThat(bob.events()).containsExactly("again");
    }

    @Test
    void aBrokerThatDiesIsAGapForEverybodyAndNobodyIsForgotten() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        bob.follow("a");
        world.broker.faults().fail();
        world.advance(Duration.ofSeconds(300));
        assertThat(ada.relay.others()).containsExactly(bob.relay.node());
        world.broker.faults().recover();
        world.advance(Duration.ofSeconds(70));
        assertThat(ada.missed).contains(World.Missed.anything());
        assertThat(bob.missed).contains(World.Missed.anything());
        assertThat(ada.relay.others()).containsExactly(bob.relay.node());
        ada.emit("e", "a");
        assertThat(bob.events()).containsExactly("e");
    }

    @Test
    void aSilentNodeIsMissingAndThenForgotten() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        world.broker.faults().refuse("bob");
        world.broker.faults().cut("bob");
        world.advance(Duration.ofSeconds(60));
        assertThat(ada.relay.others()).containsExactly(bob.relay.node());
        world.advance(Duration.ofSeconds(12));
        assertThat(ada.relay.others()).isEmpty();
        world.broker.faults().accept("bob");
        world.advance(Duration.ofSeconds(4));
        assertThat(ada.relay.others()).containsExactly(bob.relay.node());
    }

    @Test
    void aNodeThatDrainsIsGoneAtOnceAndLeavesItsBusOpen() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        bob.follow("a");
        CompletableFuture<DrainReport> drained = bob.relay.drain(Duration.ofSeconds(1));
        world.settle();
        assertThat(drained).isCompleted();
        assertThat(ada.relay.others()).isEmpty();
        assertThat(bob.bus.state()).isEqualTo(BusState.RUNNING);
        assertThat(world.broker.followers(ROOM_A)).isZero();
        assertThat(codeOf(bob.emit("late", "a"))).isEqualTo(ErrorCode.CLOSED);
    }

    @Test
    void aTopicThatTheBrokerRefusesHoldsUpNoOther() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        world.broker.faults().reject(ROOM_A);
        CompletableFuture<Boolean> live =
                ada.relay.follow("/", new Scope.Room("a")).live();
        ada.follow("b");
        assertThat(live).isCompletedWithValue(false);
        bob.emit("e", "b");
        assertThat(ada.events()).containsExactly("e");
        world.broker.faults().permit(ROOM_A);
        world.advance(Duration.ofSeconds(31));
        assertThat(ada.missed).containsExactly(World.Missed.rooms("a"));
        bob.emit("f", "a");
        assertThat(ada.events()).containsExactly("e", "f");
    }

    @Test
    void framesThatTheTransportMissedAreAGapOfThatRoom() {
        World.Node ada = world.started("ada");
        ada.follow("a", "b");
        world.broker.faults().revoke("ada", ROOM_A);
        world.advance(Duration.ofSeconds(3));
        assertThat(ada.missed).containsExactly(World.Missed.rooms("a"));
    }

    @Test
    void foreignPublishesAreSkippedAndCounted() {
        World.Node ada = world.started("ada");
        ada.follow("a");
        for (WireFormat format : WireFormat.values()) {
            MessageBus foreign = world.bus(format);
            for (String text : List.of("", "hello", "{\"event\":\"e\"}")) {
                CompletableFuture<Void> said =
                        foreign.publish(Message.to(Topic.reserved(ROOM_A.pattern()), Payload.utf8(text)));
                world.settle();
                assertThat(said).isCompleted();
            }
        }
        assertThat(ada.casts).isEmpty();
        assertThat(ada.skipped).hasSize(6);
        assertThat(ada.skipped.stream().filter(why -> why.contains("without an envelope")))
                .hasSize(3);
    }

    @Test
    void whatWaitsIsBoundedThoughForeignPublishesAreEmpty() {
        World.Node ada = world.started("ada");
        MessageBus foreign = world.bus(WireFormat.RAW);
        Message nothing = Message.to(Topic.reserved("kx.default.ctl"), Payload.empty());
        for (int i = 0; i < 400_000; i++) {
            foreign.publish(nothing);
        }
        world.settle();
        assertThat(ada.skipped).hasSizeLessThan(300_000);
        assertThat(ada.missed).containsExactly(World.Missed.anything());
    }

    /** A hello of version 1 from this node, which shares 1,024 topics between all rooms. */
    private static Message helloOfAnotherLayout(int node) {
        byte[] hello = HexFormat.of()
                .parseHex("01" + "01" + "000000000" + node + "00000001" + "00".repeat(16) + "0000" + "02" + "01" + "01"
                        + "00000400");
        return Message.to(Topic.reserved("kx.default.ctl"), Payload.of(hello));
    }

    @Test
    void aNodeOfAnotherLayoutIsRefusedLoudly() {
        World.Node ada = world.started("ada");
        MessageBus stranger = world.bus(WireFormat.ENVELOPE);
        world.settle();
        World.Node bob = world.new Node("bob");
        CompletableFuture<Void> started = bob.relay.start(bob);
        world.settle();
        CompletableFuture<Void> said = stranger.publish(helloOfAnotherLayout(1));
        world.settle();
        assertThat(said).isCompleted();
        world.advance(Duration.ofSeconds(1));
        assertThat(codeOf(started)).isEqualTo(ErrorCode.REJECTED);
        assertThat(ada.skipped).hasSize(1);
        assertThat(ada.relay.others()).isEmpty();
    }

    @Test
    void manyNodesOfAnotherLayoutAreOneLineAMinute() {
        World.Node ada = world.started("ada");
        MessageBus stranger = world.bus(WireFormat.ENVELOPE);
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 10; i++) {
                stranger.publish(helloOfAnotherLayout(1 + i % 2));
                world.settle();
            }
            assertThat(log.with("They will not hear each other")).hasSize(1);
        }
        assertThat(ada.skipped).hasSize(10);
    }

    @Test
    void twoRelaysOnOneBusAreTwoNodes() {
        World.Node ada = world.started("ada");
        World.Node bob = world.new Node(ada.bus);
        CompletableFuture<Void> started = bob.relay.start(bob);
        world.advance(Duration.ofSeconds(1));
        started.join();
        bob.follow("a");
        ada.emit("e", "a");
        assertThat(bob.events()).containsExactly("e");
        assertThat(ada.relay.others()).containsExactly(bob.relay.node());
    }

    @Test
    void clustersOfDifferentNamesDoNotHearEachOther() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        bob.follow("a");
        try (var emitter = Emitters.over(
                ada.bus, GatewayOptions.DEFAULT.clock(world.clock()).cluster("other"))) {
            emitter.root().to("a").emit("e");
            world.settle();
        }
        assertThat(bob.casts).isEmpty();
    }

    @Test
    void aServiceEmitsToClientsOfAllNodesEvenOverTheBusOfOne() {
        World.Node ada = world.started("ada");
        World.Node bob = world.started("bob");
        ada.follow("a");
        bob.follow("a");
        try (var emitter = Emitters.over(ada.bus, GatewayOptions.DEFAULT.clock(world.clock()))) {
            emitter.root().to("a").emit("e", List.of(1, "two"), new byte[] {3});
            world.settle();
        }
        assertThat(ada.events()).containsExactly("e");
        assertThat(bob.casts).isEqualTo(ada.casts);
        assertThat(bob.casts.get(0).args().text().utf8()).startsWith("[1,\"two\"],{\"_placeholder\"");
        assertThat(bob.casts.get(0).args().attachments()).containsExactly(Payload.of(new byte[] {3}));
    }

    /** Casts that cannot travel and others that do, in turn. */
    @Test
    void failuresAndSuccessesInTurnAreLoggedOnceAMinute() {
        World.Node ada = world.started("ada");
        Set<Target> tooMany =
                IntStream.rangeClosed(0, 64).mapToObj(i -> Target.room("r" + i)).collect(Collectors.toSet());
        Cast fails = new Cast("/", null, tooMany, Delivery.QUEUED, "e", JsonArgs.EMPTY);
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 50; i++) {
                assertThat(codeOf(ada.relay.emit(fails))).isEqualTo(ErrorCode.LIMIT);
                assertThat(ada.emit("e", "a")).isCompleted();
            }
            assertThat(log.with("Emits do not reach other nodes")).hasSize(1);
            assertThat(codeOf(ada.relay.emit(fails))).isEqualTo(ErrorCode.LIMIT);
            world.advance(Duration.ofMinutes(1));
            assertThat(codeOf(ada.relay.emit(fails))).isEqualTo(ErrorCode.LIMIT);
            assertThat(log.with("Emits do not reach other nodes"))
                    .as("what still lasts when the minute is over is told")
                    .hasSize(2);
        }
        assertThat(ada.failed).hasSize(52);
    }
}
