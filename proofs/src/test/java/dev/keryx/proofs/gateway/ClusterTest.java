package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.JsonArgs;
import dev.keryx.KeryxException;
import dev.keryx.NodeId;
import dev.keryx.Payload;
import dev.keryx.gateway.Acks;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Delivery;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Joined;
import dev.keryx.gateway.Receipt;
import dev.keryx.gateway.Tally;
import dev.keryx.gateway.Target;
import dev.keryx.gateway.link.Cast;
import dev.keryx.gateway.link.Relay.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The engine and its relay. */
class ClusterTest {
    private final HandRelay relay = new HandRelay();
    private final Rig rig = new Rig(2, UnaryOperator.identity(), relay);
    private final List<Connection> connections = new ArrayList<>();

    {
        rig.root().onConnect(connections::add);
        rig.start();
    }

    private static Cast cast(@Nullable Set<Target> to, String event) {
        return new Cast("/", to, Set.of(), Delivery.QUEUED, event, JsonArgs.of(Payload.utf8("1, \"x\"")));
    }

    @Test
    void theRelayIsStartedBeforeTheServerListens() {
        assertThat(relay.calls).containsExactly("start");
        assertThat(rig.server.calls).containsExactly("open");
        assertThat(rig.gateway.node()).isEqualTo(HandRelay.SELF);
    }

    @Test
    void anInterestLivesFromTheFirstMemberToTheLast() {
        HandLink one = rig.connect();
        HandLink two = rig.connect();
        Scope everybody = new Scope.Everybody();
        assertThat(relay.followed).containsExactly(everybody);
        connections.get(0).join("r");
        connections.get(1).join("r");
        rig.settle();
        assertThat(relay.followed).containsExactly(everybody, new Scope.Room("r"));
        connections.get(0).leave("r");
        rig.settle();
        assertThat(relay.followed).containsExactly(everybody, new Scope.Room("r"));
        two.drop();
        rig.settle();
        assertThat(relay.followed).containsExactly(everybody);
        one.drop();
        rig.settle();
        assertThat(relay.followed).isEmpty();
    }

    @Test
    void leavingAndJoiningInOneBreathLosesNothing() {
        rig.connect();
        for (int i = 0; i < 10; i++) {
            connections.get(0).join("r");
            connections.get(0).leave("r");
        }
        connections.get(0).join("r");
        rig.settle();
        assertThat(relay.followed).containsExactly(new Scope.Everybody(), new Scope.Room("r"));
        assertThat(rig.gateway.stats().rooms()).isEqualTo(1);
    }

    @Test
    void aJoinCompletesWhenOtherNodesCastsArrive() {
        rig.connect();
        relay.live = new CompletableFuture<>();
        CompletableFuture<Joined> joined = connections.get(0).join("r");
        rig.settle();
        assertThat(joined).isNotDone();
        assertThat(rig.root().to("r").local().emit("x").local()).isEqualTo(1);
        relay.live.complete(false);
        rig.settle();
        assertThat(joined).isCompletedWithValue(new Joined(Set.of("r"), false));
    }

    @Test
    void theWelcomeWaitsUntilCastsOfOtherNodesArrive() {
        rig.root().use(handshake -> Decision.accept().as("ann").in("r"));
        relay.live = new CompletableFuture<>();
        HandLink link = rig.open();
        link.say("[\"hello\",{}]", "[\"ev\",1,\"e\",[]]");
        rig.settle();
        assertThat(link.take()).isEmpty();
        assertThat(relay.followed).containsExactly(new Scope.Everybody(), new Scope.User("ann"), new Scope.Room("r"));
        relay.live.complete(true);
        rig.settle();
        assertThat(link.take(frame -> frame.substring(0, 6))).containsExactly("[\"welc", "[\"err\"");
    }

    @Test
    void aClientThatLeavesWhileItsWelcomeWaitsLeavesNothing() {
        relay.live = new CompletableFuture<>();
        HandLink link = rig.open();
        link.say("[\"hello\",{}]");
        rig.settle();
        link.drop();
        rig.settle();
        relay.live.complete(true);
        rig.settle();
        assertThat(connections).isEmpty();
        assertThat(relay.followed).isEmpty();
        assertThat(rig.gateway.stats().connections()).isZero();
    }

    @Test
    void emitsGoToLocalClientsAndToTheRelayUnlessTheyAreLocalOnly() {
        HandLink link = rig.connect();
        relay.emitting = new CompletableFuture<>();
        Receipt receipt =
                rig.root().to("a").except("b").to(List.of(Target.user("u"))).emit("x", 1);
        rig.root().local().emit("here");
        rig.root().to(List.of()).emit("nobody");
        connections.get(0).send(Event.of("mine"));
        rig.settle();
        assertThat(relay.casts).singleElement().satisfies(cast -> {
            assertThat(cast.namespace()).isEqualTo("/");
            assertThat(cast.to()).containsExactlyInAnyOrder(Target.room("a"), Target.user("u"));
            assertThat(cast.except()).containsExactly(Target.room("b"));
            assertThat(cast.event()).isEqualTo("x");
            assertThat(cast.args().text().utf8()).isEqualTo("1");
        });
        assertThat(receipt.relayed()).isNotDone();
        relay.emitting.completeExceptionally(new KeryxException(ErrorCode.UNAVAILABLE, "down"));
        rig.settle();
        assertThat(receipt.relayed()).isCompletedExceptionally();
        assertThat(link.take()).hasSize(2);
        rig.root().emit("all");
        assertThat(relay.casts.get(1).to()).isNull();
    }

    @Test
    void castsOfOtherNodesReachMembersHereWithTheirBytesUntouched() {
        HandLink link = rig.connect();
        connections.get(0).join("r");
        rig.settle();
        relay.local().deliver(cast(Set.of(Target.room("r")), "far"));
        relay.local().deliver(cast(Set.of(Target.room("none")), "no"));
        relay.local().deliver(cast(null, "all"));
        relay.local().deliver(cast(Set.of(Target.connection(connections.get(0).id())), "one"));
        relay.local().deliver(new Cast("/unknown", null, Set.of(), Delivery.QUEUED, "no", JsonArgs.EMPTY));
        rig.settle();
        assertThat(link.take())
                .containsExactly(
                        "[\"ev\",0,\"far\",[1, \"x\"],\"r\"]",
                        "[\"ev\",0,\"all\",[1, \"x\"]]",
                        "[\"ev\",0,\"one\",[1, \"x\"]]");
        assertThat(relay.casts).isEmpty();
    }

    @Test
    void aHoleIsToldToThoseConcernedMergedAndAtMostEveryFiveSeconds() {
        List<Set<String>> heard = new ArrayList<>();
        rig.root().onGap(heard::add);
        HandLink in = rig.connect();
        HandLink out = rig.connect();
        connections.get(0).join("r", "s");
        rig.settle();
        relay.local().missed("/", Set.of(new Scope.Room("r")), "lost");
        relay.local().missed("/", Set.of(new Scope.Room("s")), "lost");
        rig.advance(Duration.ofSeconds(2));
        assertThat(in.take())
                .singleElement()
                .asString()
                .isIn("[\"gap\",[\"r\",\"s\"],\"lost\"]", "[\"gap\",[\"s\",\"r\"],\"lost\"]");
        assertThat(out.take()).isEmpty();
        assertThat(heard).containsExactly(Set.of("r"), Set.of("s"));
        relay.local().missed(null, Set.of(), "again");
        rig.advance(Duration.ofSeconds(2));
        assertThat(in.take()).isEmpty();
        assertThat(out.take()).containsExactly("[\"gap\",\"*\",\"again\"]");
        rig.advance(Duration.ofSeconds(3));
        assertThat(in.take()).containsExactly("[\"gap\",\"*\",\"again\"]");
        assertThat(heard).last().isEqualTo(Set.of());
    }

    @Test
    void aHoleOfAUserOrAConnectionConcernsItAlone() {
        rig.root().use(handshake -> Decision.accept().as(handshake.auth(String.class)));
        HandLink ann = rig.open();
        ann.say("[\"hello\",{\"auth\":\"ann\"}]");
        HandLink bob = rig.open();
        bob.say("[\"hello\",{\"auth\":\"bob\"}]");
        rig.settle();
        ann.take();
        bob.take();
        relay.local().missed("/", Set.of(new Scope.User("ann")), "x");
        rig.advance(Duration.ofSeconds(2));
        assertThat(ann.take()).hasSize(1);
        assertThat(bob.take()).isEmpty();
        relay.local().missed("/", Set.of(new Scope.Single(connections.get(1).id())), "x");
        rig.advance(Duration.ofSeconds(7));
        assertThat(ann.take()).isEmpty();
        assertThat(bob.take()).hasSize(1);
    }

    @Test
    void otherNodesAreMissingFromAnswers() {
        rig.connect();
        CompletableFuture<Acks> acks = rig.root().emitWithAck(Duration.ofSeconds(1), Event.of("q"));
        CompletableFuture<Acks> local = rig.root().local().emitWithAck(Duration.ofSeconds(1), Event.of("q"));
        rig.advance(Duration.ofSeconds(1));
        assertThat(acks.join().missingNodes()).containsExactly(HandRelay.OTHER);
        assertThat(local.join().missingNodes()).isEmpty();
        CompletableFuture<Tally> count = rig.root().members().count();
        rig.settle();
        assertThat(count.join().value()).isEqualTo(1);
        assertThat(count.join().missing()).containsExactly(HandRelay.OTHER);
        assertThat(relay.casts).hasSize(1);
    }

    @Test
    void aConnectionsIdBeginsWithItsNodesTag() {
        rig.connect();
        byte[] id = Base64.getUrlDecoder().decode(connections.get(0).id());
        assertThat(id).hasSize(21);
        assertThat(NodeId.readFrom(id, 0)).isEqualTo(HandRelay.SELF);
    }
}
