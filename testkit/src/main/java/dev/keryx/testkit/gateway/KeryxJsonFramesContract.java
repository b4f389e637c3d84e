package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.keryx.gateway.CloseReason;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Refusal;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The gateway's frames, byte by byte where the protocol fixes them. */
@SuppressWarnings("FutureReturnValueIgnored") // what follows shows that the join held
public interface KeryxJsonFramesContract extends KeryxJsonGroup {
    /** The first frame of all: who one is, how often one is pinged, how much one may say. */
    @Test
    @Rule("GW-81")
    default void theWelcomeTellsWhatAClientNeeds(GatewayLab lab) {
        Node node = lab.node(options -> options.limits(options.limits().messageBytes(5_000)));
        node.root();
        RawClient client = node.rawClient();
        client.say("[\"hello\",{\"ns\":\"/\",\"auth\":null,\"later\":[1]},\"later\"]");
        List<Object> welcome = client.expectArray();
        assertThat(welcome).first().isEqualTo("welcome");
        assertThat(welcome.get(1)).isInstanceOfSatisfying(Map.class, map -> {
            assertThat(map.get("sid")).isInstanceOf(String.class);
            assertThat(map.get("ping"))
                    .isInstanceOfSatisfying(Long.class, ping -> assertThat(ping).isBetween(22_500L, 27_500L));
            assertThat(map.get("max")).isEqualTo(5_000L);
        });
    }

    /** The room where there is one and only one, so that a client can tell its rooms apart. */
    @Test
    @Rule("GW-82")
    default void anEventsFrameNamesItsRoom(GatewayLab lab) {
        Node node = lab.node();
        node.root().onConnect(connection -> connection.join("r", "s"));
        RawClient client = node.rawClient();
        client.enter();
        node.root().to("r").emit("one", 1, "two");
        node.root().emit("all");
        node.root().to("r", "s").emit("union");
        assertThat(client.expect()).isEqualTo("[\"ev\",0,\"one\",[1,\"two\"],\"r\"]");
        assertThat(client.expectArray()).startsWith("ev", 0L, "all", List.of()).doesNotContain("r");
        assertThat(client.expectArray())
                .startsWith("ev", 0L, "union", List.of())
                .doesNotContain("r", "s");
    }

    /** Ids are the asker's. */
    @Test
    @Rule("GW-82")
    default void answersCarryTheAskersId(GatewayLab lab) {
        Node node = lab.node();
        node.root()
                .answer("echo", (connection, args) -> args)
                .answer("no", (connection, args) -> Refusal.of("NO", "no"));
        RawClient client = node.rawClient();
        client.enter();
        client.say("[\"ev\",9007199254740991,\"echo\",[1],\"extra\",{}]");
        assertThat(client.expectArray()).contains(9_007_199_254_740_991L, List.of(1L));
        client.say("[\"ev\",7,\"no\",[]]");
        assertThat(client.expectArray()).startsWith("err", 7L, "NO", "no");
        client.say("[\"ev\",7,\"echo\",[2]]");
        assertThat(client.expectArray()).contains(7L, List.of(2L));
    }

    /** Between server and client there is a name for everything binary, and a way out for those who use it themselves. */
    @Test
    @Rule("GW-82")
    default void binaryValuesAreObjectsWithOneKey(GatewayLab lab) {
        Node node = lab.node();
        node.root().on("pass", (connection, args) -> connection.send(Event.of("passed", args)));
        RawClient client = node.rawClient();
        client.enter();
        node.root().emit("bytes", new byte[] {0, 1, 2}, Map.of("$b", "x"));
        assertThat(client.expect()).startsWith("[\"ev\",0,\"bytes\",[{\"$b\":\"AAEC\"},{\"$$b\":\"x\"}]");
        client.say("[\"ev\",0,\"pass\",[{\"$b\":\"AAEC\"},[{\"$$b\":\"x\"}],{\"$$$b\":1}]]");
        assertThat(client.expect())
                .startsWith("[\"ev\",0,\"passed\",[{\"$b\":\"AAEC\"},[{\"$$b\":\"x\"}],{\"$$$b\":1}]");
    }

    /** Before the wire ends the gateway says why, and whether to come back. */
    @Test
    @Rule("GW-83")
    default void aGoodbyeSaysWhetherToComeBack(GatewayLab lab) {
        Node node = lab.node();
        node.root().on("kick", (connection, args) -> connection.close(CloseReason.KICKED.because("you know why")));
        RawClient kicked = node.rawClient();
        kicked.enter();
        kicked.say("[\"ev\",0,\"kick\",[]]");
        assertThat(kicked.expect()).isEqualTo("[\"bye\",4503,\"you know why\",false]");
        assertThat(kicked.expectClosed()).isEqualTo(4503);
        RawClient drained = node.rawClient();
        drained.enter();
        node.gateway().drain(lab.soon());
        List<Object> bye = drained.expectArray();
        assertThat(bye).startsWith("bye", 4001L);
        assertThat(bye.get(3)).asInstanceOf(MAP).containsKeys("after", "jitter");
        assertThat(drained.expectClosed()).isEqualTo(4001);
    }

    /** A refusal, then the end of the wire, for good. */
    @Test
    @Rule("GW-83")
    default void whoIsNotLetInReadsWhyAndIsClosed(GatewayLab lab) {
        Node node = lab.node();
        node.root().use(handshake -> Decision.refuse("BANNED", "not you"));
        RawClient client = node.rawClient();
        client.say("[\"hello\",{}]");
        assertThat(client.expectClosed()).isEqualTo(CloseReason.AUTH.code());
        assertThat(client.heard())
                .anySatisfy(frame -> assertThat(frame).contains("BANNED").contains("not you"));
    }

    /** The client may tell the answers apart by nothing but their order; none is lost, none is another's. */
    @Test
    @Rule("GW-91")
    default void anIdUsedAgainWhileItsAnswerIsPendingIsAnsweredTwice(GatewayLab lab) {
        List<CompletableFuture<Object>> pending = new CopyOnWriteArrayList<>();
        Node node = lab.node();
        node.root().answer("later", (connection, args) -> {
            CompletableFuture<Object> answer = new CompletableFuture<>();
            pending.add(answer);
            return answer;
        });
        RawClient client = node.rawClient();
        client.enter();
        client.say("[\"ev\",7,\"later\",[]]");
        client.say("[\"ev\",7,\"later\",[]]");
        Eventually.equal("the number of questions", 2, pending::size);
        pending.get(1).complete("second");
        assertThat(client.expectArray()).contains(7L, List.of("second"));
        pending.get(0).complete("first");
        assertThat(client.expectArray()).contains(7L, List.of("first"));
        client.say("[\"ev\",7,\"nobody's\",[]]");
        assertThat(client.expectArray()).startsWith("err", 7L, "UNSUPPORTED");
    }
}
