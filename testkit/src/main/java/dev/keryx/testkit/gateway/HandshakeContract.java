package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.AttributeKey;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.gateway.Refusal;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who gets in, and what has happened by then. */
@SuppressWarnings("FutureReturnValueIgnored") // a join holds on its node when it returns
public interface HandshakeContract extends GatewayContract {
    /** What a step can keep with a connection. */
    AttributeKey<String> TENANT = AttributeKey.of("tenant", String.class);

    /** Each sees what the ones before it decided. */
    @Test
    @Rule("GW-41")
    default void stepsRunInOrderAndAddUp(GatewayLab lab) {
        List<String> seen = new CopyOnWriteArrayList<>();
        Node node = lab.node();
        node.root()
                .use(handshake -> {
                    seen.add(
                            "first " + handshake.namespace() + handshake.soFar().user());
                    return Decision.accept().as("ann").in("a").with(TENANT, "acme");
                })
                .use(handshake -> {
                    seen.add("second " + handshake.soFar().user().orElse("?")
                            + handshake.soFar().rooms());
                    return Decision.accept().in("b");
                });
        Peer peer = node.connect();
        assertThat(seen).containsExactly("first /Optional.empty", "second ann[a]");
        assertThat(peer.connection().user()).contains("ann");
        assertThat(peer.connection().rooms()).containsExactlyInAnyOrder("a", "b");
        assertThat(peer.connection().attributes().get(TENANT)).contains("acme");
        assertThat(peer.connection().info().namespace()).isEqualTo("/");
        assertThat(peer.connection().info().node()).isEqualTo(node.gateway().node());
    }

    /** And the steps behind it are not asked. */
    @Test
    @Rule("GW-42")
    default void aRefusalReachesWhoWantedIn(GatewayLab lab) {
        AtomicInteger later = new AtomicInteger();
        AtomicInteger connected = new AtomicInteger();
        Node node = lab.node();
        node.root()
                .use(handshake -> Decision.refuse("BANNED", "not you"))
                .use(handshake -> {
                    later.incrementAndGet();
                    return Decision.accept();
                })
                .onConnect(connection -> connected.incrementAndGet());
        ProbeClient client = node.knock(null);
        Refusal refusal = client.expectRefused();
        assertThat(refusal.code()).isEqualTo("BANNED");
        assertThat(refusal.message()).isEqualTo("not you");
        node.awaitStats("the refusal was counted", stats -> stats.refused() == 1 && stats.connections() == 0);
        assertThat(later).hasValue(0);
        assertThat(connected).hasValue(0);
    }

    /** A step that fails must not let anybody in, nor tell them why it failed. */
    @Test
    @Rule("GW-42")
    default void anExceptionIsARefusalWithoutItsText(GatewayLab lab) {
        Node node = lab.node();
        node.root().use(handshake -> {
            String auth = handshake.auth(String.class);
            if (auth == null) {
                throw new IllegalStateException("secret");
            }
            if (auth.equals("error")) {
                throw new AssertionError("secret");
            }
            return Decision.accept();
        });
        assertThat(node.knock(null).expectRefused().toString()).doesNotContain("secret");
        assertThat(node.knock("error").expectRefused().toString()).doesNotContain("secret");
        assertThat(node.knock(Map.of("no", "text")).expectRefused().code()).isEqualTo("BAD_VALUE");
        assertThat(node.connect("/", "fine").received()).isEmpty();
    }

    /** No room, no presence, no handler; and the link of nobody else waits for a step. */
    @Test
    @Rule("GW-43")
    default void nothingHappensBeforeAllAccept(GatewayLab lab) {
        CountDownLatch decide = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        try {
            Node node = lab.node();
            node.root()
                    .use(handshake -> Decision.accept().as("ann").in("r"))
                    .use(handshake -> {
                        if ("wait".equals(handshake.auth(String.class))) {
                            asked.countDown();
                            decide.await();
                        }
                        return Decision.accept();
                    })
                    .onConnect(connection -> handled.incrementAndGet())
                    .on("event", (connection, args) -> handled.incrementAndGet());
            ProbeClient waits = node.knock("wait");
            Eventually.that("the step was asked", () -> asked.getCount() == 0, () -> "not asked");
            assertThat(node.root().emit("all").local()).isZero();
            assertThat(node.root().to("r").emit("room").local()).isZero();
            assertThat(node.root().toUser("ann").emit("user").local()).isZero();
            assertThat(node.stats().connections()).isZero();
            assertThat(handled).hasValue(0);
            assertThat(node.connect("/", "go").received()).isEmpty();
            decide.countDown();
            waits.expectWelcome();
            assertThat(node.known(waits).received()).isEmpty();
            assertThat(handled).hasValue(2);
        } finally {
            decide.countDown();
        }
    }

    /** Anonymous is something that a step must be able to refuse. */
    @Test
    @Rule("GW-44")
    default void missingCredentialsNeverSkipAStep(GatewayLab lab) {
        List<String> seen = new CopyOnWriteArrayList<>();
        Node node = lab.node();
        node.root().use(handshake -> {
            String auth = handshake.auth(String.class);
            seen.add(String.valueOf(auth));
            return auth == null ? Decision.refuse("ANONYMOUS", "who are you?") : Decision.accept();
        });
        assertThat(node.knock(null).expectRefused().code()).isEqualTo("ANONYMOUS");
        node.connect("/", "ann");
        assertThat(seen).containsExactly("null", "ann");
    }

    /** Without waiting for anything after the welcome. */
    @Test
    @Rule("GW-45")
    default void grantedRoomsMissNothing(GatewayLab lab) {
        Node node = lab.node();
        node.root().use(handshake -> Decision.accept().in("r"));
        for (int i = 0; i < 30; i++) {
            ProbeClient client = node.knock(null);
            client.expectWelcome();
            node.root().to("r").emit("news" + i);
            assertThat(client.expectEvent().name()).isEqualTo("news" + i);
            client.close();
        }
    }

    /** A step that hangs holds nobody for ever, and what it says later counts for nothing. */
    @Test
    @Rule("GW-46")
    default void aHandshakeHasADeadline(GatewayLab lab) {
        CountDownLatch decide = new CountDownLatch(1);
        try {
            Node node = lab.node(options -> options.limits(options.limits().handshakeWithin(Duration.ofMillis(200))));
            node.root().use(handshake -> {
                if (handshake.auth(String.class) == null) {
                    decide.await();
                }
                return Decision.accept();
            });
            ProbeClient client = node.knock(null);
            client.expectRefused();
            decide.countDown();
            assertThat(node.connect("/", "quick").received()).isEmpty();
            node.awaitStat("the number of connections", 1, GatewayStats::connections);
        } finally {
            decide.countDown();
        }
    }

    /** A wire on which nothing is said. */
    @Test
    @Rule("GW-46")
    default void silenceHasADeadline(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().helloWithin(Duration.ofMillis(200))));
        node.root();
        assertThat(node.wire().expectClosed().comesBack()).isFalse();
        node.awaitStat("the number of links", 0, GatewayStats::links);
        assertThat(node.stats().refused()).isEqualTo(1);
    }

    /** First the connect handler, then the events, last the disconnect handler, which runs once. */
    @Test
    @Rule("GW-47")
    default void aConnectionsLifeIsInOrder(GatewayLab lab) {
        List<String> life = new CopyOnWriteArrayList<>();
        Node node = lab.node();
        node.root()
                .onConnect(connection -> {
                    connection.join("r");
                    life.add("connect");
                    Thread.onSpinWait();
                })
                .on("event", Integer.class, (connection, n) -> life.add("event" + n))
                .onDisconnect((connection, reason) -> life.add("disconnect" + connection.rooms()));
        ProbeClient client = node.knock(null);
        client.expectWelcome();
        client.send("event", 1);
        client.send("event", 2);
        client.close();
        Eventually.equal("its life", List.of("connect", "event1", "event2", "disconnect[r]"), () -> List.copyOf(life));
        node.awaitStat("the number of connections", 0, GatewayStats::connections);
        assertThat(node.watch().connected).hasValue(1);
        Eventually.equal("the ends the observer saw", 1, node.watch().disconnected::size);
        assertThat(life).hasSize(4);
    }

    /** A thousand ids, none like another. */
    @Test
    @Rule("GW-47")
    default void everyConnectionHasItsOwnId(GatewayLab lab) {
        List<String> ids = new CopyOnWriteArrayList<>();
        Node node = lab.node();
        node.root().onConnect(connection -> ids.add(connection.id()));
        for (int i = 0; i < 50; i++) {
            ProbeClient client = node.knock(null);
            client.expectWelcome();
            client.close();
        }
        assertThat(ids).hasSize(50).doesNotHaveDuplicates();
    }
}
