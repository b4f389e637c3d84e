package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.GatewayStats;
import dev.keryx.testkit.Rule;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not the protocol ends the connection that said it, and nothing else. */
public interface KeryxJsonBadInputContract extends KeryxJsonGroup {
    /**
     * Texts that are no frame at all, or frames without an id to answer to.
     *
     * @param text what a client says that is no frame
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "42",
                "null",
                "{}",
                "\"ev\"",
                "[",
                "[]]",
                "[[]]",
                "[1]",
                "[null]",
                "[\"ev\"",
                "[\"ev\",0,\"n\",[1,]]",
                "[\"ev\",0,\"n\",[01]]",
                "[\"ev\",0,\"n\",['x']]",
                "[\"ev\",0,\"n\",[NaN]]",
                "[\"ev\",0,\"n\",[{\"a\":1,\"a\":2}]]",
                "[\"ev\",0,\"n\",[\"\\ud800x\\q\"]]",
                "[\"ev\"]",
                "[\"ev\",0]",
                "[\"ev\",0,\"n\",{}]",
                "[\"ev\",0,5,[]]",
                "[\"ev\",-1,\"n\",[]]",
                "[\"ev\",1.5,\"n\",[]]",
                "[\"ev\",\"1\",\"n\",[]]",
                "[\"ev\",99999999999999999999,\"n\",[]]",
                "[\"nope\"]",
                "[\"nope\",{}]",
                "[\"welcome\",{\"sid\":\"x\"}]",
                "[\"join\"]",
                "[\"hello\",{}]"
            })
    @Rule("GW-86")
    default void aMalformedFrameEndsItsConnectionOnly(String text, GatewayLab lab) {
        endsItsConnectionOnly(lab, client -> client.say(text));
    }

    /**
     * Costly texts.
     *
     * @param what names the text in the reports of the test
     * @param text what a client says, dear to whoever reads all of it
     */
    @ParameterizedTest
    @MethodSource("dev.keryx.testkit.gateway.CostlyTexts#all")
    @Rule("GW-86")
    default void aCostlyFrameEndsItsConnectionOnly(String what, String text, GatewayLab lab) {
        assertThat(what).isNotEmpty();
        endsItsConnectionOnly(lab, client -> client.say(text));
    }

    /** The protocol is text. */
    @Test
    @Rule("GW-86")
    default void aBinaryMessageEndsItsConnectionOnly(GatewayLab lab) {
        endsItsConnectionOnly(lab, client -> client.say(new byte[] {1, 2, 3}));
    }

    private static void endsItsConnectionOnly(GatewayLab lab, Consumer<RawClient> bad) {
        AtomicInteger handled = new AtomicInteger();
        Node node = lab.node();
        node.root().on("n", (connection, args) -> handled.incrementAndGet()).answer("echo", (connection, args) -> args);
        KeryxJsonProbe other = node.keryxClient();
        RawClient client = node.rawClient();
        client.enter();
        bad.accept(client);
        assertThat(client.expectClosed()).isEqualTo(CloseReason.BAD_FRAME.code());
        assertThat(handled).hasValue(0);
        assertThat(other.expectAck(other.ask("echo", 1))).containsExactly(1L);
        node.awaitStat("the number of links", 1, GatewayStats::links);
        KeryxJsonProbe next = node.keryxClient();
        assertThat(next.expectAck(next.ask("echo", 2))).containsExactly(2L);
    }

    /**
     * Where there is an id, there is an answer, and the connection goes on.
     *
     * @param text a frame of id 7 that cannot be obeyed
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"nope\",7]",
                "[\"nope\",7,{\"a\":1}]",
                "[\"ev\",7]",
                "[\"ev\",7,5,[]]",
                "[\"ev\",7,\"n\",{}]",
                "[\"ev\",7,\"\",[]]",
                "[\"ev\",7,\"keryx:own\",[]]",
                "[\"ev\",7,\"connect\",[]]",
                "[\"ev\",7,\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                        + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",[]]",
                "[\"join\",7]",
                "[\"join\",7,5]",
                "[\"join\",7,\"\"]",
                "[\"leave\",7,{}]"
            })
    @Rule("GW-87")
    default void whatHasAnIdIsAnsweredWithAnError(String text, GatewayLab lab) {
        AtomicInteger unknown = new AtomicInteger();
        Node node = lab.node();
        node.root()
                .allowJoin((connection, room) -> true)
                .onUnknown((connection, event) -> unknown.incrementAndGet())
                .answer("echo", (connection, args) -> args);
        RawClient client = node.rawClient();
        client.enter();
        client.say(text);
        assertThat(client.expectArray()).startsWith("err", 7L).element(2).isIn("UNSUPPORTED", "BAD_VALUE");
        client.say("[\"ev\",8,\"echo\",[1]]");
        assertThat(client.expectArray()).contains(8L);
        assertThat(unknown).hasValue(0);
    }

    /**
     * Nothing but a hello comes first.
     *
     * @param text what a client says first, and is no valid hello
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"ev\",1,\"n\",[]]",
                "[\"ev\",0,\"n\",[]]",
                "[\"join\",1,\"r\"]",
                "[\"ack\",1,[]]",
                "[\"nope\",1]",
                "[\"hello\",5]",
                "[\"hello\",{\"ns\":5}]",
                "[\"hello\",{\"ns\":\"no slash\"}]"
            })
    @Rule("GW-88")
    default void whatComesBeforeHelloEndsTheLink(String text, GatewayLab lab) {
        AtomicInteger handled = new AtomicInteger();
        Node node = lab.node();
        node.root().on("n", (connection, args) -> handled.incrementAndGet()).allowJoin((connection, room) -> true);
        RawClient client = node.rawClient();
        client.say(text);
        assertThat(client.expectClosed()).isGreaterThanOrEqualTo(4500);
        assertThat(handled).hasValue(0);
        assertThat(node.stats().connections()).isZero();
        assertThat(node.keryxClient().isOpen()).isTrue();
    }

    /**
     * What refers to nothing is nothing.
     *
     * @param text a frame about a question or room that is not there
     */
    @ParameterizedTest
    @ValueSource(strings = {"[\"ack\",5,[]]", "[\"err\",5,\"X\",\"y\"]", "[\"ack\",5,[1,2],3]", "[\"leave\",0,\"r\"]"})
    @Rule("GW-87")
    default void anAnswerToNothingIsIgnored(String text, GatewayLab lab) {
        Node node = lab.node();
        node.root().answer("echo", (connection, args) -> args);
        RawClient client = node.rawClient();
        client.enter();
        client.say(text);
        client.say("[\"ev\",8,\"echo\",[1]]");
        assertThat(client.expectArray()).contains(8L, List.of(1L));
    }

    /** A message over the limit: too big to be read at all. */
    @Test
    @Rule("GW-86")
    default void anOverlongMessageEndsItsConnectionOnly(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().messageBytes(1_000)));
        node.root().answer("echo", (connection, args) -> args);
        RawClient client = node.rawClient();
        client.enter();
        client.say("[\"ev\",1,\"echo\",[\"" + "x".repeat(900) + "\"]]");
        assertThat(client.expectArray()).contains(1L);
        client.say("[\"ev\",2,\"echo\",[\"" + "x".repeat(1_000) + "\"]]");
        assertThat(client.expectClosed()).isIn(1009, 1006);
        KeryxJsonProbe next = node.keryxClient();
        assertThat(next.expectAck(next.ask("echo", 2))).containsExactly(2L);
    }

    /**
     * Numbers out of every range: refused with their frame, or passed on, but never a trouble to anybody else.
     *
     * @param number in JSON, far beyond what a double tells apart
     */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999", "-1e999999", "1e-999999", "0.0000000000000000000000000000000001"})
    @Rule("GW-86")
    default void extremeNumbersHarmNobody(String number, GatewayLab lab) {
        Node node = lab.node();
        node.root().answer("int", Integer.class, (connection, n) -> n).answer("echo", (connection, args) -> args);
        KeryxJsonProbe other = node.keryxClient();
        RawClient client = node.rawClient();
        client.enter();
        client.say("[\"ev\",1,\"int\",[" + number + "]]");
        assertThat(client.expectArray().get(0)).isIn("ok", "err", "bye");
        assertThat(other.expectAck(other.ask("echo", 1))).containsExactly(1L);
    }

    /** Its handler is at work still when the bad frame comes; what comes after that is nothing. */
    @Test
    @Rule("GW-89")
    default void whatCameBeforeABadFrameIsAnswered(GatewayLab lab) {
        CountDownLatch release = new CountDownLatch(1);
        try {
            Node node = lab.node();
            node.root()
                    .answer("slow", (connection, args) -> {
                        release.await();
                        return "done";
                    })
                    .answer("echo", (connection, args) -> args);
            KeryxJsonProbe other = node.keryxClient();
            RawClient client = node.rawClient();
            client.enter();
            client.say("[\"ev\",1,\"slow\",[]]");
            client.say("rubbish");
            client.say("[\"ev\",2,\"echo\",[]]");
            assertThat(other.expectAck(other.ask("echo", 1))).containsExactly(1L);
            release.countDown();
            assertThat(client.expectArray()).contains(1L, List.of("done"));
            assertThat(client.expectArray()).startsWith("bye", 4501L);
            assertThat(client.expectClosed()).isEqualTo(CloseReason.BAD_FRAME.code());
        } finally {
            release.countDown();
        }
    }

    /** Bad clients in a row leave nothing. */
    @Test
    @Rule("GW-86")
    default void manyBadClientsLeaveNothing(GatewayLab lab) {
        Node node = lab.node();
        node.root();
        Stream.of("[", "{}", "[\"ev\",0]", "[\"hello\",{}]").forEach(text -> {
            for (int i = 0; i < 25; i++) {
                RawClient client = node.rawClient();
                client.enter();
                client.say(text);
                client.expectClosed();
            }
        });
        node.awaitStats("nothing was left", stats -> stats.links() == 0 && stats.connections() == 0);
        assertThat(node.stats().handlerFailures()).isZero();
    }
}
