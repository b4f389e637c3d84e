package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.transport.BusLink;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A link to a cluster begins at whichever node is well; the others it tried leave no trace. */
@Timeout(60)
class ClusterOpeningIT {
    /** Nodes are tried in any order: one of two comes first in half of the attempts. */
    private static final int ENOUGH_ATTEMPTS = 50;

    private final Heard heard = new Heard();

    private ClusterTransport transport(Flavor flavor, ScriptedNode... nodes) {
        List<RedisURI> seeds = Stream.of(nodes)
                .map(node -> RedisURI.create(node.redis().uri()))
                .toList();
        Dialers dialers = new Dialers(DialOptions.within(Bench.PATIENCE), null);
        return new ClusterTransport(Seeds.named(seeds), dialers, Bench.settings(flavor, ""));
    }

    @ParameterizedTest
    @EnumSource
    void beginsAtTheNextNodeWhereOneCannotBeReached(Flavor flavor) throws IOException {
        beginsAtTheNext(flavor, ScriptedNode.Manner.UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource
    void beginsAtTheNextNodeWhereOneHangsUpBeforeItSaysWhoServesWhat(Flavor flavor) throws IOException {
        beginsAtTheNext(flavor, ScriptedNode.Manner.HANGS_UP);
    }

    private void beginsAtTheNext(Flavor flavor, ScriptedNode.Manner manner) throws IOException {
        try (ScriptedNode ill = new ScriptedNode(manner);
                ScriptedNode well = new ScriptedNode(ScriptedNode.Manner.WELL)) {
            for (int i = 0; i < ENOUGH_ATTEMPTS && !ill.wasAsked(); i++) {
                ClusterTransport transport = transport(flavor, ill, well);
                BusLink link = Eventually.done("open", transport.open(heard));
                Eventually.done("ping", link.ping());
                Eventually.equal("clients of the node that is ill", 0, ill.redis()::connected);
                Eventually.done("close", link.close());
                Eventually.done("release", transport.release());
            }
            assertThat(ill.wasAsked()).isTrue();
            assertThat(heard.losses).isEmpty();
            assertThat(heard.unexpected).isEmpty();
        }
    }

    @Test
    void leavesNoConnectionToANodeThatCannotSayWhoServesWhat() throws IOException {
        try (ScriptedNode loading = new ScriptedNode(ScriptedNode.Manner.LOADING)) {
            ClusterTransport transport = transport(Flavor.SHARDED, loading);

            assertThat(Eventually.failed("open", transport.open(heard)).retryable())
                    .isTrue();

            Eventually.equal("clients", 0, loading.redis()::connected);
            assertThat(heard.losses).isEmpty();
            Eventually.done("release", transport.release());
        }
    }

    /** The link is another node's, and knows nothing of this one's end. */
    @Test
    void doesNotLoseItsLinkWithANodeItCouldNotBeginAt() throws IOException {
        try (ScriptedNode loading = new ScriptedNode(ScriptedNode.Manner.LOADING);
                ScriptedNode well = new ScriptedNode(ScriptedNode.Manner.WELL)) {
            for (int i = 0; i < ENOUGH_ATTEMPTS && !loading.wasAsked(); i++) {
                ClusterTransport transport = transport(Flavor.SHARDED, loading, well);
                BusLink link = Eventually.done("open", transport.open(heard));
                loading.redis().cut();
                Eventually.equal("clients of the node that loads", 0, loading.redis()::connected);
                Eventually.done("ping", link.ping());
                assertThat(heard.losses).isEmpty();
                Eventually.done("close", link.close());
                Eventually.done("release", transport.release());
            }
            assertThat(loading.wasAsked()).isTrue();
        }
    }
}
