package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.RawJson;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Namespace;
import dev.keryx.testkit.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What events can carry, and what becomes of it on the way. */
public interface ValuesContract extends GatewayContract {
    /**
     * A record, as applications send them.
     *
     * @param id a text
     * @param count a number
     * @param tags a list
     */
    record Order(String id, int count, List<String> tags) {}

    /** Nothing changes its meaning. */
    @Test
    @Rule("GW-01")
    default void valuesArriveAsTheyWereWritten(GatewayLab lab) {
        Peer peer = lab.node().connect();
        peer.connection()
                .send(Event.of(
                        "values",
                        null,
                        true,
                        42,
                        1.5,
                        "grüße \uD83D\uDE80 \"quoted\"\n",
                        Arrays.asList(1, null, "x"),
                        Map.of("k", List.of()),
                        new Order("o1", 3, List.of("a", "b"))));
        assertThat(peer.client().expectEvent().args())
                .containsExactly(
                        null,
                        true,
                        42L,
                        1.5,
                        "grüße \uD83D\uDE80 \"quoted\"\n",
                        Arrays.asList(1L, null, "x"),
                        Map.of("k", List.of()),
                        Map.of("id", "o1", "count", 3L, "tags", List.of("a", "b")));
    }

    /** An event may have none. */
    @Test
    @Rule("GW-01")
    default void anEventWithoutArgumentsHasNone(GatewayLab lab) {
        Peer peer = lab.node().connect();
        peer.connection().send(Event.of("bare"));
        assertThat(peer.client().expectEvent().args()).isEmpty();
    }

    /** A client's values reach the handler as the type it asked for. */
    @Test
    @Rule("GW-01")
    default void aClientsValuesReachTheHandler(GatewayLab lab) {
        Node node = lab.node();
        node.root().answer("order", Order.class, (connection, order) -> order.id() + order.count() + order.tags());
        node.root().answer("args", (connection, args) -> args.size() + args.get(1, String.class));
        Peer peer = node.connect();
        long order = peer.client().ask("order", Map.of("id", "o", "count", 2, "tags", List.of("t"), "more", 1));
        long args = peer.client().ask("args", 1, "two", 3);
        assertThat(peer.client().expectAck(order)).containsExactly("o2[t]");
        assertThat(peer.client().expectAck(args)).containsExactly("3two");
    }

    /** What is passed on is neither parsed nor written anew. */
    @Test
    @Rule("GW-02")
    default void argumentsPassedOnAreUntouched(GatewayLab lab) {
        String text = "{\"b\": 1.0e2, \"a\":\"\\u00e9\"},12345678901234567890.10,[ ]";
        Node node = lab.node();
        Namespace root = node.root();
        root.on("pass", (connection, args) -> root.emit("passed", args.from(1)));
        Peer peer = node.connect();
        peer.client()
                .send(
                        "pass",
                        "dropped",
                        RawJson.of("{\"b\": 1.0e2, \"a\":\"\\u00e9\"}"),
                        RawJson.of("12345678901234567890.10"),
                        RawJson.of("[ ]"));
        assertThat(peer.client().expectEvent().text()).isEqualTo(text);
    }

    /** JSON that the application has already. */
    @Test
    @Rule("GW-02")
    default void rawJsonIsUntouched(GatewayLab lab) {
        Peer peer = lab.node().connect();
        peer.connection().send(Event.of("raw", RawJson.of("{\"z\":1.50, \"a\":[1 ,2]}"), "x"));
        assertThat(peer.client().expectEvent().text()).isEqualTo("{\"z\":1.50, \"a\":[1 ,2]},\"x\"");
    }

    /** Every byte there is, to the client, at any depth. */
    @Test
    @Rule("GW-03")
    default void binaryStaysBinaryToTheClient(GatewayLab lab) {
        Peer peer = lab.node().connect();
        peer.connection().send(Event.of("binary", allBytes(), Map.of("list", List.of(1, allBytes())), new byte[0]));
        ProbeEvent event = peer.client().expectEvent();
        assertThat(event.arg(0)).isEqualTo(allBytes());
        assertThat(event.arg(1))
                .isInstanceOfSatisfying(
                        Map.class,
                        map -> assertThat(map.get("list"))
                                .isInstanceOfSatisfying(
                                        List.class,
                                        list -> assertThat(list.get(1)).isEqualTo(allBytes())));
        assertThat(event.arg(2)).isEqualTo(new byte[0]);
    }

    /** And from the client, also when it is only passed on. */
    @Test
    @Rule("GW-03")
    default void binaryStaysBinaryFromTheClient(GatewayLab lab) {
        Node node = lab.node();
        Namespace root = node.root();
        root.answer("sum", byte[].class, (connection, bytes) -> bytes.length);
        root.on("pass", (connection, args) -> root.emit("passed", args));
        Peer peer = node.connect();
        assertThat(peer.client().expectAck(peer.client().ask("sum", (Object) allBytes())))
                .containsExactly(256L);
        peer.client().send("pass", 1, allBytes());
        assertThat(peer.client().expectEvent().arg(1)).isEqualTo(allBytes());
    }

    /** An application's own keys may look like the ones that stand for binary values. */
    @Test
    @Rule("GW-03")
    default void whatLooksLikeBinaryIsNot(GatewayLab lab) {
        Map<String, Object> lookalike = Map.of("$b", "AAEC");
        Map<String, Object> escaped = Map.of("$$b", "AAEC");
        Map<String, Object> placeholder = Map.of("_placeholder", true, "num", 0L);
        Node node = lab.node();
        Namespace root = node.root();
        root.answer("keys", (connection, args) -> args.get(0, Map.class) + " " + args.get(1, Map.class));
        root.on("pass", (connection, args) -> root.emit("passed", args));
        Peer peer = node.connect();
        long keys = peer.client().ask("keys", lookalike, placeholder);
        assertThat(peer.client().expectAck(keys)).containsExactly(lookalike + " " + Map.copyOf(placeholder));
        peer.client().send("pass", lookalike, escaped, placeholder);
        assertThat(peer.client().expectEvent().args()).containsExactly(lookalike, escaped, placeholder);
        peer.connection().send(Event.of("own", lookalike, escaped, placeholder));
        assertThat(peer.client().expectEvent().args()).containsExactly(lookalike, escaped, placeholder);
    }

    /** The caller hears of it, no client does. */
    @Test
    @Rule("GW-04")
    default void aValueWithoutJsonFailsInTheCaller(GatewayLab lab) {
        Node node = lab.node();
        Peer peer = node.connect();
        assertThatThrownBy(() -> node.root().emit("bad", new NoJson())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> peer.connection().send(Event.of("bad", new NoJson())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(peer.received()).isEmpty();
    }

    /** Absent, null and of the wrong shape: the client reads which it was, and goes on. */
    @Test
    @Rule("GW-05")
    default void anArgumentThatDoesNotFitIsRefused(GatewayLab lab) {
        Node node = lab.node();
        node.root().answer("typed", Order.class, (connection, order) -> order.id());
        node.root().answer("third", (connection, args) -> args.get(2, Integer.class));
        ProbeClient client = node.connect().client();
        assertThat(client.expectNo(client.ask("typed")).code()).isEqualTo("BAD_VALUE");
        assertThat(client.expectNo(client.ask("typed", (Object) null)).code()).isEqualTo("BAD_VALUE");
        assertThat(client.expectNo(client.ask("typed", "no order")).code()).isEqualTo("BAD_VALUE");
        assertThat(client.expectNo(client.ask("third", 1, 2)).code()).isEqualTo("BAD_VALUE");
        assertThat(client.expectNo(client.ask("third", 1, 2, "x")).code()).isEqualTo("BAD_VALUE");
        assertThat(client.expectAck(client.ask("third", 1, 2, 3))).containsExactly(3L);
    }

    private static byte[] allBytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return all;
    }
}
