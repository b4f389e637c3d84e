package dev.keryx.proofs.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.NodeId;
import dev.keryx.gateway.AttributeKey;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Connection;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what happens before. */
class HandshakeTest {
    private static final AttributeKey<String> TENANT = AttributeKey.of("tenant", String.class);

    private final Rig rig = new Rig();
    private final List<String> seen = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();

    {
        rig.root()
                .onConnect(connections::add)
                .onDisconnect((connection, reason) -> seen.add("left " + reason.code()))
                .on("e", (connection, args) -> seen.add("event"));
        rig.start();
    }

    private HandLink hello(String hello) {
        HandLink link = rig.open();
        link.say(hello);
        rig.settle();
        return link;
    }

    @Test
    void stepsRunInOrderAndAddUp() {
        rig.root()
                .use(handshake -> {
                    seen.add("first " + handshake.soFar().user());
                    return Decision.accept().as("ann").in("a").with(TENANT, "t1");
                })
                .use(handshake -> {
                    seen.add("second " + handshake.soFar().user() + handshake.auth(Map.class));
                    return Decision.accept().in("b");
                });
        HandLink link = hello("[\"hello\",{\"auth\":{\"token\":\"x\"}}]");
        assertThat(seen).containsExactly("first Optional.empty", "second Optional[ann]{token=x}");
        assertThat(link.take()).singleElement().asString().startsWith("[\"welcome\"");
        Connection connection = connections.get(0);
        assertThat(connection.user()).contains("ann");
        assertThat(connection.rooms()).containsExactlyInAnyOrder("a", "b");
        assertThat(connection.attributes().get(TENANT)).contains("t1");
        assertThat(rig.root().toUser("ann").emit("x").local()).isEqualTo(1);
        assertThat(rig.root().to("a", "b").emit("x").local()).isEqualTo(2);
        rig.settle();
        assertThat(link.take()).hasSize(2);
    }

    @Test
    void missingCredentialsAreNullAndSkipNothing() {
        rig.root().use(handshake -> {
            seen.add("auth " + handshake.auth(String.class));
            return Decision.refuse("NO", "who are you");
        });
        hello("[\"hello\",{}]");
        hello("[\"hello\",{\"auth\":null}]");
        assertThat(seen).containsExactly("auth null", "auth null");
    }

    @Test
    void aRefusalReachesTheClientAndNothingElseHappens() {
        rig.root().use(handshake -> Decision.refuse(new Refusal("BANNED", "not you", Map.of("until", 5))));
        HandLink link = rig.open();
        link.say("[\"hello\",{}]", "[\"ev\",0,\"e\",[]]");
        rig.settle();
        assertThat(link.take())
                .containsExactly(
                        "[\"err\",0,\"BANNED\",\"not you\",false,{\"until\":5}]",
                        "[\"bye\",4500,\"not admitted\",false]");
        assertThat(link.closes).containsExactly(CloseReason.AUTH);
        assertThat(connections).isEmpty();
        assertThat(seen).isEmpty();
        assertThat(rig.gateway.stats().refused()).isEqualTo(1);
    }

    @Test
    void anExceptionIsARefusalWithoutItsText() {
        rig.root().use(handshake -> {
            throw new IllegalStateException("secret");
        });
        HandLink link = hello("[\"hello\",{}]");
        assertThat(link.take().get(0)).isEqualTo("[\"err\",0,\"INTERNAL\",\"internal error\",false]");
        assertThat(rig.gateway.stats().handlerFailures()).isEqualTo(1);
    }

    @Test
    void aThrownRefusalAndUnfitCredentialsAreTheClients() {
        rig.root().use(handshake -> {
            handshake.auth(Integer.class);
            throw Refusal.of("OLD", "update").toException();
        });
        assertThat(hello("[\"hello\",{\"auth\":1}]").take().get(0)).contains("OLD");
        assertThat(hello("[\"hello\",{\"auth\":{}}]").take().get(0)).startsWith("[\"err\",0,\"BAD_VALUE\"");
        assertThat(rig.gateway.stats().handlerFailures()).isZero();
    }

    @Test
    void aStepThatHangsIsGivenTenSeconds() {
        List<HandLink> links = new ArrayList<>();
        rig.root().use(handshake -> {
            rig.time.spend(Duration.ofSeconds(30));
            rig.time.step(rig.time.nanos());
            links.get(0).lane.runOne();
            return Decision.accept();
        });
        HandLink link = rig.open();
        links.add(link);
        link.say("[\"hello\",{}]");
        rig.settle();
        assertThat(link.closes).containsExactly(CloseReason.AUTH);
        assertThat(connections).isEmpty();
        assertThat(rig.gateway.stats().connections()).isZero();
        assertThat(seen).isEmpty();
    }

    @Test
    void whatFollowsTheHelloWaitsForTheWelcome() {
        HandLink link = rig.open();
        link.say("[\"hello\",{}]", "[\"ev\",5,\"e\",[]]");
        rig.settle();
        assertThat(link.take(frame -> frame.substring(0, 6))).containsExactly("[\"welc", "[\"ok\",");
    }

    @Test
    void aSilentClientIsGivenTenSeconds() {
        HandLink link = rig.open();
        rig.advance(Duration.ofMillis(9_999));
        assertThat(link.closes).isEmpty();
        rig.advance(Duration.ofMillis(1));
        assertThat(link.closes).extracting(CloseReason::code).containsExactly(4500);
    }

    @Test
    void anUnknownNamespaceLetsNobodyIn() {
        rig.gateway.namespace("/quiet").emit("x");
        for (String path : List.of("/nowhere", "/quiet")) {
            HandLink link = hello("[\"hello\",{\"ns\":\"" + path + "\"}]");
            assertThat(link.take().get(0)).startsWith("[\"err\",0,\"NO_NAMESPACE\"");
            assertThat(link.closes).hasSize(1);
        }
        assertThat(rig.gateway.stats().links()).isZero();
    }

    @Test
    void aConnectHandlerThatThrowsEndsTheConnection() {
        rig.root().onConnect(connection -> {
            throw new IllegalStateException("broken");
        });
        HandLink link = hello("[\"hello\",{}]");
        assertThat(link.closes).extracting(CloseReason::code).containsExactly(1011);
        assertThat(seen).containsExactly("left 1011");
    }

    @Test
    void aClientThatLeavesDuringTheHandshakeWasNeverHere() {
        HandLink[] links = new HandLink[1];
        rig.root().use(handshake -> {
            links[0].drop();
            return Decision.accept().as("ann").in("r");
        });
        links[0] = rig.open();
        links[0].say("[\"hello\",{}]");
        rig.settle();
        assertThat(seen).isEmpty();
        assertThat(connections).isEmpty();
        assertThat(rig.gateway.stats().rooms()).isZero();
        assertThat(rig.root().emit("x").local()).isZero();
    }

    @Test
    void aClientThatLeavesBeforeItIsWelcomedIsToldOfBothEnds() {
        rig.root().onConnect(connection -> seen.add("came"));
        HandLink link = rig.open();
        link.say("[\"hello\",{}]");
        rig.runHandler();
        link.drop();
        rig.settle();
        assertThat(seen).containsExactly("came", "left 1006");
        assertThat(rig.gateway.stats().connections()).isZero();
        assertThat(rig.gateway.stats().rooms()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"hello\"]",
                "[\"hello\",5]",
                "[\"hello\",{\"ns\":5}]",
                "[\"hello\",{\"ns\":\"none\"}]",
                "[\"ev\",1,\"e\",[]]",
                "[\"join\",1,\"r\"]",
                "[\"ack\",1,[]]",
                "[\"err\",1,\"X\",\"y\"]",
                "[\"nope\",1]",
                "[\"auth\",1,\"token\"]"
            })
    void whatComesBeforeAProperHelloEndsTheLink(String text) {
        HandLink link = hello(text);
        assertThat(link.closes).extracting(CloseReason::code).containsExactly(4501);
        assertThat(seen).isEmpty();
    }

    @Test
    void aSecondHelloEndsTheLink() {
        HandLink link = rig.connect();
        link.say("[\"hello\",{}]");
        rig.settle();
        assertThat(link.closes).extracting(CloseReason::code).containsExactly(4501);
        assertThat(seen).containsExactly("left 4501");
    }

    @Test
    void idsCarryTheNodesTagAndAreOfGreatLength() {
        rig.connect();
        rig.connect();
        String one = connections.get(0).id();
        String two = connections.get(1).id();
        assertThat(one).hasSize(28).isNotEqualTo(two);
        byte[] bytes = Base64.getUrlDecoder().decode(one);
        assertThat(NodeId.readFrom(bytes, 0)).isEqualTo(rig.gateway.node());
        assertThat(one.substring(7)).isNotEqualTo(two.substring(7));
    }

    @Test
    void aDecisionWithAFaultyNameIsTheStepsFault() {
        rig.root().use(handshake -> Decision.accept().in(""));
        HandLink link = hello("[\"hello\",{}]");
        assertThat(link.take().get(0)).contains("INTERNAL");
    }
}
