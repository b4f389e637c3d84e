package dev.keryx.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keryx.TypeRef;
import dev.keryx.gateway.Args;
import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.DrainPlan;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.Refusal;
import dev.keryx.gateway.RefusedException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeClientTest {
    private final Simulation simulation = Simulation.create();
    private final Simulation.Node node = simulation.node("a");
    private final Namespace root = open(node.gateway().root());

    @AfterEach
    void close() {
        simulation.close();
    }

    /** Clients are let in where there is something registered for them. */
    private static Namespace open(Namespace namespace) {
        return namespace.on("nothing in particular", (connection, args) -> {});
    }

    record Move(int x, byte[] board, List<Move> before) {}

    @Test
    void argumentsGoThroughTheWire() {
        root.answer("echo", (connection, args) -> args);
        Move move = new Move(1, new byte[] {1, 2}, List.of(new Move(2, new byte[0], List.of())));
        Map<String, Object> awkward = Map.of("$b", 1, "$$b", new byte[] {3}, "\"", "€😀");

        Args echoed = node.connect()
                .ask("echo", "é\n", null, move, awkward, new byte[] {4})
                .expect();

        assertThat(echoed.size()).isEqualTo(5);
        assertThat(echoed.get(0, String.class)).isEqualTo("é\n");
        assertThat(echoed.get(1, String.class)).isNull();
        assertThat(echoed.get(2, Move.class)).usingRecursiveComparison().isEqualTo(move);
        assertThat(echoed.get(3, new TypeRef<Map<String, Object>>() {}))
                .usingRecursiveComparison()
                .isEqualTo(awkward);
        assertThat(echoed.get(4, byte[].class)).containsExactly(4);
    }

    @Test
    void answersAreYesOrNo() {
        root.answer("yes", (connection, args) -> Arrays.asList(1, null));
        root.answer("no", (connection, args) -> Refusal.of("LATE", "too late"));
        FakeClient client = node.connect();

        FakeClient.Ack yes = client.ask("yes");
        FakeClient.Ack no = client.ask("no");
        FakeClient.Ack unknown = client.ask("unknown");

        assertThat(yes.answered()).isTrue();
        assertThat(yes.expect().get(0, new TypeRef<List<Integer>>() {})).containsExactly(1, null);
        assertThat(no.expectRefusal()).isEqualTo(Refusal.of("LATE", "too late"));
        assertThat(unknown.expectRefusal().code()).isEqualTo("UNSUPPORTED");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(yes::expectRefusal);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(no::expect).withMessageContaining("LATE");
    }

    @Test
    void answersWhatItIsAsked() {
        List<CompletableFuture<Args>> asked = new ArrayList<>();
        root.on("ask me", (connection, args) -> {
            asked.add(connection.sendWithAck(Duration.ofSeconds(1), Event.of("sum", 1, 2)));
            asked.add(connection.sendWithAck(Duration.ofSeconds(1), Event.of("no")));
        });
        FakeClient client = node.connect();
        client.answer("sum", args -> args.get(0, Integer.class) + args.get(1, Integer.class));
        client.answer("no", args -> Refusal.of("BUSY", "later"));
        client.send("ask me");
        simulation.settle();

        assertThat(asked.get(0).join().get(0, Integer.class)).isEqualTo(3);
        assertThat(asked.get(1)).isCompletedExceptionally();
        asked.get(1).whenComplete((args, failure) -> assertThat(failure).isInstanceOf(RefusedException.class));
        client.expect("sum");
    }

    @Test
    void joinsWhereItMay() {
        root.allowJoin((connection, room) -> room.equals("open"));
        FakeClient client = node.connect();

        client.join("open").expect();
        client.join("closed").expectRefusal();
        root.to("open").emit("in");
        root.to("closed").emit("out");
        client.expect("in");
        client.leave("open").expect();
        root.to("open").emit("in");

        client.expectNothing();
    }

    @Test
    void aFailedExpectationTellsWhatDidArrive() {
        FakeClient client = node.connect();
        root.emit("first", 1);
        root.emit("second", "two");
        client.expect("first");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> client.expect("third"))
                .withMessage("client 1 of node a expected third; arrived:\n  first(1), taken\n  second(\"two\")");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(client::expectNothing);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.expectNo("second"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(client::expectGap);
        client.expectNo("first");
        client.expect("second");
        client.expectNothing();
        assertThat(client.received()).hasSize(2);
    }

    @Test
    void aHandshakeSeesCredentialsAndTheRequest() {
        root.use(handshake -> {
            String token = handshake.auth(String.class);
            String cookie = handshake
                    .request()
                    .flatMap(request -> request.cookie("sid"))
                    .orElse("none");
            String header = handshake
                    .request()
                    .flatMap(request -> request.header("X-Tenant"))
                    .orElse("none");
            return "secret".equals(token)
                    ? Decision.accept().as(cookie + "@" + header)
                    : Decision.refuse("AUTH", "no token");
        });
        root.onConnect(
                connection -> connection.send(Event.of("you", connection.user().orElseThrow())));

        FakeClient known = node.connect(client ->
                client.auth("secret").cookie("other", "1").cookie("sid", "ann").header("x-tenant", "t1"));
        FakeClient stranger = node.connect();

        assertThat(known.expect("you").get(0, String.class)).isEqualTo("ann@t1");
        assertThat(known.refused()).isEmpty();
        assertThat(known.id()).isNotEmpty();
        assertThat(stranger.refused()).contains(Refusal.of("AUTH", "no token"));
        assertThat(stranger.closed()).map(CloseReason::code).contains(4500);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(stranger::id)
                .withMessageContaining("it was not let in: AUTH, no token");
    }

    @Test
    void namespacesAreApart() {
        Namespace admin = open(node.gateway().namespace("/admin"));
        FakeClient user = node.connect();
        FakeClient operator = node.connect(client -> client.namespace("/admin"));

        admin.emit("alarm");

        operator.expect("alarm");
        user.expectNothing();
    }

    @Test
    void aClientThatStallsIsCutOffWhereItHasTooMuchToRead() {
        List<CloseReason> ends = new ArrayList<>();
        root.onDisconnect((connection, reason) -> ends.add(reason));
        FakeClient slow = node.connect();
        FakeClient quick = node.connect();
        slow.stall();

        String kilobyte = "x".repeat(1_000);
        for (int i = 0; i < 2_000; i++) {
            root.emit("tick", i, kilobyte);
        }

        assertThat(quick.received()).hasSize(2_000);
        assertThat(slow.closed()).contains(CloseReason.LOST);
        assertThat(ends).extracting(CloseReason::code).containsExactly(CloseReason.SLOW.code());
    }

    @Test
    void aClientThatReadsAgainInTimeMissesNothing() {
        FakeClient client = node.connect();
        client.stall();
        root.emit("one");
        root.emit("two");
        root.emit("three");
        client.expectNothing();

        client.resume();

        assertThat(client.received()).extracting(FakeClient.Received::event).containsExactly("one", "two", "three");
    }

    @Test
    void aClientThatIsDroppedComesBackAsAnother() {
        List<String> left = new ArrayList<>();
        root.onDisconnect((connection, reason) -> left.add(connection.id()));
        FakeClient client = node.connect();
        String before = client.id();

        client.drop();
        assertThat(client.closed()).contains(CloseReason.LOST);
        assertThat(left).containsExactly(before);
        client.reconnect();

        assertThat(client.closed()).isEmpty();
        assertThat(client.id()).isNotEqualTo(before);
        root.emit("again");
        client.expect("again");
    }

    @Test
    void aClientThatLeavesIsGone() {
        List<CloseReason> ends = new ArrayList<>();
        root.onDisconnect((connection, reason) -> ends.add(reason));
        FakeClient client = node.connect();
        client.close();
        simulation.settle();
        assertThat(ends).containsExactly(CloseReason.NORMAL);
    }

    @Test
    void aDrainSaysGoodbyeWithAdvice() {
        FakeClient client = node.connect();

        var report = node.gateway()
                .drain(new DrainPlan(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(1), 10));
        simulation.advance(Duration.ofSeconds(2));

        assertThat(client.goodbye())
                .contains(new FakeClient.Goodbye(
                        CloseReason.DRAINING, Optional.of(Duration.ofMillis(300)), Duration.ofSeconds(1)));
        assertThat(client.closed()).map(CloseReason::code).contains(4001);
        assertThat(report.join().complete()).isTrue();
        client.reconnect();
        assertThat(client.closed()).contains(CloseReason.LOST.because("nobody listens"));
    }

    @Test
    void limitsByAddressConcernWhoeverSharesOne() throws Exception {
        Simulation.Node strict = simulation.node(
                "strict", options -> options.limits(options.limits().connections(1_000, 2)));
        open(strict.gateway().root());
        InetAddress shared = InetAddress.getByName("10.0.0.7");

        strict.connect(client -> client.from(shared));
        strict.connect(client -> client.from(shared));
        FakeClient third = strict.connect(client -> client.from(shared));
        for (int i = 0; i < 200; i++) {
            assertThat(strict.connect().closed()).isEmpty();
        }

        assertThat(third.closed()).contains(CloseReason.LOST.because("over a limit"));
    }
}
