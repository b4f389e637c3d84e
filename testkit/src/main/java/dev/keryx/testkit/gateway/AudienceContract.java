package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.gateway.Audience;
import dev.keryx.gateway.Decision;
import dev.keryx.gateway.Event;
import dev.keryx.gateway.Namespace;
import dev.keryx.gateway.Target;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets an event: unions, exceptions, nobody and everybody. */
public interface AudienceContract extends GatewayContract {
    /** Members, all of them, and nobody else; and the receipt knows how many. */
    @Test
    @Rule("GW-11")
    default void aRoomsMembersGetItAndNobodyElse(GatewayLab lab) {
        Node node = lab.node();
        Peer one = node.member("r");
        Peer two = node.member("r", "other");
        Peer outside = node.member("other");
        assertThat(node.root().to("r").emit("hit").local()).isEqualTo(2);
        assertThat(node.root().to("empty").emit("miss").local()).isZero();
        assertThat(one.received()).containsExactly("hit");
        assertThat(two.received()).containsExactly("hit");
        assertThat(outside.received()).isEmpty();
    }

    /** A namespace as it is. */
    @Test
    @Rule("GW-11")
    default void withNothingAddedItIsEverybody(GatewayLab lab) {
        Node node = lab.node();
        Peer one = node.member("r");
        Peer two = node.connect();
        assertThat(node.root().emit("hit").local()).isEqualTo(2);
        assertThat(one.received()).containsExactly("hit");
        assertThat(two.received()).containsExactly("hit");
    }

    /** However many of the rooms a connection is in. */
    @Test
    @Rule("GW-12")
    default void aUnionReachesEachConnectionOnce(GatewayLab lab) {
        Node node = lab.node();
        Peer both = node.member("a", "b", "c");
        Peer one = node.member("b");
        Peer none = node.member("d");
        assertThat(node.root().to("a", "b").to("b", "c").emit("hit").local()).isGreaterThanOrEqualTo(2);
        node.root()
                .to(List.of(Target.room("a"), Target.connection(both.id()), Target.room("a")))
                .emit("mixed");
        assertThat(both.received()).containsExactly("hit", "mixed");
        assertThat(one.received()).containsExactly("hit");
        assertThat(none.received()).isEmpty();
    }

    /** Over what was added before and over what is added after. */
    @Test
    @Rule("GW-13")
    default void exceptAlwaysWins(GatewayLab lab) {
        Node node = lab.node();
        Peer in = node.member("r");
        Peer out = node.member("r", "quiet");
        Namespace root = node.root();
        root.to("r").except("quiet").emit("after");
        root.except("quiet").to("r").emit("before");
        root.to("r").except(out.connection()).emit("one");
        root.except("quiet").to(List.of(Target.connection(out.id()))).emit("named");
        root.except("quiet").emit("all");
        root.to("r").except("r").emit("none");
        out.connection().others().emit("others");
        assertThat(in.received()).containsExactly("after", "before", "one", "all", "others");
        assertThat(out.received()).isEmpty();
    }

    /** It must never mean everybody. */
    @Test
    @Rule("GW-14")
    default void anEmptyCollectionIsNobody(GatewayLab lab) {
        Node node = lab.node();
        Peer member = node.member("r");
        Peer other = node.connect();
        assertThat(node.root().to(List.of()).emit("nobody").local()).isZero();
        assertThat(node.root().to(new String[0]).emit("nobody").local()).isZero();
        assertThat(node.root().toUser(new String[0]).emit("nobody").local()).isZero();
        assertThat(node.root().to(List.of()).except("x").emit("nobody").local()).isZero();
        node.root().to(List.of()).to("r").emit("member");
        node.root().to("r").to(List.of()).emit("member");
        node.root().except(List.of()).emit("all");
        assertThat(member.received()).containsExactly("member", "member", "all");
        assertThat(other.received()).containsExactly("all");
    }

    /** One audience may be the origin of many. */
    @Test
    @Rule("GW-15")
    default void anAudienceNeverChanges(GatewayLab lab) {
        Node node = lab.node();
        Peer a = node.member("a");
        Peer b = node.member("b");
        Audience first = node.root().to("a");
        first.to("b").except("a").droppable().emit("derived");
        first.except("a").emit("nobody");
        first.emit("a");
        node.root().emit("all");
        assertThat(a.received()).containsExactly("a", "all");
        assertThat(b.received()).containsExactly("derived", "all");
    }

    /** A user has many connections. */
    @Test
    @Rule("GW-16")
    default void usersAndConnectionsAreTargetsToo(GatewayLab lab) {
        Node node = lab.node();
        node.root().use(handshake -> Decision.accept().as(String.valueOf(handshake.auth(String.class))));
        Peer phone = node.connect("/", "ann");
        Peer desk = node.connect("/", "ann");
        Peer bob = node.connect("/", "bob");
        assertThat(phone.connection().user()).contains("ann");
        assertThat(node.root().toUser("ann").emit("ann").local()).isEqualTo(2);
        node.root().toUser("ann", "bob").except(phone.connection()).emit("both");
        node.root().to(List.of(Target.connection(bob.id()))).emit("bob");
        node.root().except(List.of(Target.user("ann"))).emit("not ann");
        assertThat(node.root().toUser("nobody").emit("miss").local()).isZero();
        assertThat(node.root()
                        .to(List.of(Target.connection("unknown")))
                        .emit("miss")
                        .local())
                .isZero();
        assertThat(phone.received()).containsExactly("ann");
        assertThat(desk.received()).containsExactly("ann", "both");
        assertThat(bob.received()).containsExactly("both", "bob", "not ann");
    }

    /** Who comes later does not get it, who goes later does. */
    @Test
    @Rule("GW-17")
    default void anAudienceIsCountedAtTheCall(GatewayLab lab) {
        Node node = lab.node();
        Peer goes = node.member("r");
        Peer comes = node.connect();
        node.root().to("r").emit("then");
        goes.connection().leave("r");
        comes.in("r");
        node.root().to("r").emit("now");
        assertThat(goes.received()).containsExactly("then");
        assertThat(comes.received()).containsExactly("now");
    }

    /** To one connection only, and its receipt says so. */
    @Test
    @Rule("GW-18")
    default void sendReachesOneConnectionOnly(GatewayLab lab) {
        Node node = lab.node();
        Peer one = node.member("r");
        Peer other = node.member("r");
        assertThat(one.connection().send(Event.of("private")).local()).isEqualTo(1);
        assertThat(one.received()).containsExactly("private");
        assertThat(other.received()).isEmpty();
        Eventually.done("a receipt without a bus", node.root().emit("all").relayed());
        assertThat(Set.of(one.id(), other.id())).hasSize(2);
    }
}
