package dev.keryx.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.KeryxException;
import dev.keryx.gateway.Joined;
import dev.keryx.gateway.Receipt;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.Rule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The bus goes away and comes back, nodes come and go: local traffic goes on, and every hole is told. */
public interface ClusterFaultsContract extends GatewayContract {
    /** And the receipt says what the others did not get. */
    @Test
    @Rule("GW-54")
    default void localTrafficGoesOnWithoutTheBus(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        Peer here = a.member("r");
        Peer there = b.member("r");
        lab.cut();
        Receipt receipt = a.root().to("r").emit("alone");
        assertThat(receipt.local()).isEqualTo(1);
        KeryxException failure = Eventually.failed("the bus's receipt", receipt.relayed());
        assertThat(failure.getMessage()).isNotBlank();
        assertThat(here.received()).containsExactly("alone");
        b.root().to("r").emit("also alone");
        assertThat(there.received()).containsExactly("also alone");
        Peer newcomer = a.connect();
        assertThat(newcomer.received()).isEmpty();
        Eventually.that(
                "the observer heard of it",
                () -> a.watch().relayFailures.get() > 0
                        && b.watch().relayFailures.get() > 0,
                () -> a.watch().relayFailures + " and " + b.watch().relayFailures);
    }

    /** Clients and application hear of the hole, and afterwards rooms span nodes again. */
    @Test
    @Rule("GW-55")
    default void aHoleIsToldWhenTheBusIsBack(GatewayLab lab) {
        List<Set<String>> told = new CopyOnWriteArrayList<>();
        Node a = lab.member();
        Node b = lab.member();
        b.root().onGap(told::add);
        Peer here = a.member("r");
        Peer there = b.member("r");
        lab.cut();
        Eventually.settled("the lost emit", a.root().to("r").emit("lost").relayed());
        lab.restore();
        Set<String> rooms = there.client().expectGap().rooms();
        assertThat(rooms.isEmpty() || rooms.contains("r"))
                .as("the gap %s is about r", rooms)
                .isTrue();
        here.client().expectGap();
        Eventually.that("the application was told", () -> !told.isEmpty(), () -> told);
        Eventually.that("the observer was told", () -> b.watch().gaps.get() > 0, () -> b.watch().gaps);
        Eventually.that(
                "the bus takes emits again",
                () -> !a.root()
                        .to("probe")
                        .emit("probe")
                        .relayed()
                        .handle((v, e) -> e != null)
                        .join(),
                () -> "a failure");
        a.root().to("r").emit("again");
        assertThat(there.client().expectEvent().name()).isEqualTo("again");
        assertThat(there.receivedFrom(a)).doesNotContain("lost");
    }

    /** It completes at once, says what it is worth, and becomes whole without anybody's doing. */
    @Test
    @Rule("GW-56")
    default void aJoinWithoutTheBusHoldsHereAndSaysSo(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        Peer peer = b.connect();
        lab.cut();
        Joined joined = Eventually.done("a join", peer.connection().join("r"));
        assertThat(joined.clusterWide()).isFalse();
        b.root().to("r").emit("local");
        assertThat(peer.received()).containsExactly("local");
        lab.restore();
        peer.client().expectGap();
        a.root().to("r").emit("from afar");
        assertThat(peer.client().expectEvent().name()).isEqualTo("from afar");
        assertThat(Eventually.done("another join", peer.connection().join("r2")).clusterWide())
                .isTrue();
    }

    /** Answers never claim to be whole when they are not. */
    @Test
    @Rule("GW-57")
    default void queriesNameTheNodesThatDidNotAnswer(GatewayLab lab) {
        Node a = lab.member();
        a.member("r");
        assertThat(Eventually.done("a count", a.root().to("r").members().count())
                        .value())
                .isEqualTo(1);
        Node b = lab.member();
        b.member("r");
        Eventually.that(
                "the other node was counted or named",
                () -> {
                    var tally = Eventually.done(
                            "a count", a.root().to("r").members().count());
                    return tally.value() == 2
                            || tally.missing().equals(Set.of(b.gateway().node()));
                },
                () -> Eventually.done("a count", a.root().members().count()));
        b.gateway().close();
        Eventually.that(
                "the other node was forgotten once it had said goodbye",
                () -> Eventually.done("a count", a.root().to("r").members().count())
                        .missing()
                        .isEmpty(),
                () -> "still named");
    }

    /** A node that goes takes nobody with it. */
    @Test
    @Rule("GW-57")
    default void aNodeThatEndsLeavesTheOthersAlone(GatewayLab lab) {
        Node a = lab.member();
        Node b = lab.member();
        Node c = lab.member();
        Peer here = a.member("r");
        Peer goes = b.member("r");
        Peer there = c.member("r");
        b.gateway().close();
        goes.client().expectClosed();
        a.root().to("r").emit("still here");
        assertThat(there.client().expectEvent().name()).isEqualTo("still here");
        assertThat(here.received()).containsExactly("still here");
        Node d = lab.member();
        Peer comes = d.member("r");
        a.root().to("r").emit("welcome");
        assertThat(comes.client().expectEvent().name()).isEqualTo("welcome");
    }
}
