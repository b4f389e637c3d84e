package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Target;
import dev.keryx.testkit.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Namespaces are apart, and handlers are registered once. */
public interface NamespacesContract extends GatewayContract {
    /** Rooms of one name, users of one name: nothing crosses. */
    @Test
    @Rule("GW-48")
    default void namespacesAreApart(GatewayLab lab) {
        Node node = lab.node();
        node.root().use(handshake -> Decision.accept().as("ann"));
        node.namespace("/admin").use(handshake -> Decision.accept().as("ann"));
        node.root().answer("where", (connection, args) -> "root");
        node.namespace("/admin")
                .answer("where", (connection, args) -> connection.namespace().path());
        Peer root = node.connect().in("r");
        Peer admin = node.connect("/admin", null).in("r");
        node.root().emit("root all");
        node.root().to("r").emit("root room");
        node.namespace("/admin").toUser("ann").emit("admin user");
        node.namespace("/admin").to(List.of(Target.connection(root.id()))).emit("not here");
        assertThat(root.received()).containsExactly("root all", "root room");
        assertThat(admin.received()).containsExactly("admin user");
        assertThat(root.client().expectAck(root.client().ask("where"))).containsExactly("root");
        assertThat(admin.client().expectAck(admin.client().ask("where"))).containsExactly("/admin");
    }

    /** A namespace for which the application has registered nothing does not exist. */
    @Test
    @Rule("GW-48")
    default void anUnknownNamespaceLetsNobodyIn(GatewayLab lab) {
        Node node = lab.node();
        node.root();
        node.gateway().namespace("/nothing").emit("emitting is no handler");
        ProbeClient client = node.wire();
        client.hello("/nothing", null);
        client.expectRefused();
        ProbeClient other = node.wire();
        other.hello("/never", null);
        other.expectRefused();
        assertThat(node.connect().received()).isEmpty();
        assertThat(node.stats().connections()).isEqualTo(1);
    }

    /** Whoever only pushes says that everybody may come. */
    @Test
    @Rule("GW-48")
    default void aNamespaceThatOnlyPushesLetsInWhomItWants(GatewayLab lab) {
        Node node = lab.node();
        node.gateway().namespace("/ticker").onConnect(connection -> {});
        ProbeClient client = node.wire();
        client.hello("/ticker", null);
        client.expectWelcome();
        node.gateway().namespace("/ticker").emit("price", 7);
        assertThat(client.expectEvent().arg(0)).isEqualTo(7L);
    }

    /** One namespace, however often it is asked for. */
    @Test
    @Rule("GW-73")
    default void aSecondHandlerOfOneNameIsRefused(GatewayLab lab) {
        Node node = lab.node();
        node.root().on("event", (connection, args) -> {}).allowJoin((connection, room) -> true);
        node.root().onUnknown((connection, event) -> {});
        assertThatThrownBy(() -> node.gateway().namespace("/").on("event", (connection, args) -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> node.root().answer("event", String.class, (connection, text) -> text))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> node.root().allowJoin((connection, room) -> false))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> node.root().onUnknown((connection, event) -> {}))
                .isInstanceOf(IllegalStateException.class);
        node.namespace("/other").on("event", (connection, args) -> {});
    }

    /** Before the start, after it, and with clients there. */
    @Test
    @Rule("GW-73")
    default void handlersCanBeRegisteredAtAnyTime(GatewayLab lab) {
        Node node = lab.newNode(options -> options);
        node.root().answer("before", (connection, args) -> 1);
        node.start();
        ProbeClient client = node.connect().client();
        assertThat(client.expectAck(client.ask("before"))).containsExactly(1L);
        assertThat(client.expectNo(client.ask("after")).code()).isEqualTo("UNSUPPORTED");
        node.root().answer("after", (connection, args) -> 2);
        assertThat(client.expectAck(client.ask("after"))).containsExactly(2L);
    }

    /** Names that mean something to Keryx, and names that are none. */
    @Test
    @Rule("GW-04")
    default void namesThatAreNoneAreRefusedAtOnce(GatewayLab lab) {
        Node node = lab.newNode(options -> options);
        for (String name : List.of("", "keryx:own", "connect", "disconnect", "a\u0000b", "x".repeat(129))) {
            assertThatThrownBy(() -> node.root().emit(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> node.root().on(name, (connection, args) -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String room : List.of("", "a\nb", "é".repeat(128))) {
            assertThatThrownBy(() -> node.root().to(room)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String path : List.of("", "admin", "/a,b", "/a?b")) {
            assertThatThrownBy(() -> node.gateway().namespace(path)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A room's name too. */
    @Test
    @Rule("GW-04")
    default void aJoinOfSomethingThatIsNoRoomIsRefusedAtOnce(GatewayLab lab) {
        Peer peer = lab.node().connect();
        assertThatThrownBy(() -> peer.connection().join("fine", "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(peer.connection().rooms()).isEmpty();
        peer.in("\uD83D\uDE80 mit Ümlaut, {braces} und *");
        assertThat(peer.connection().rooms()).hasSize(1);
    }
}
