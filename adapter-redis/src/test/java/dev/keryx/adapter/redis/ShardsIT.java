package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.Sink;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes of a sharded link that come and go. */
@Timeout(60)
class ShardsIT {
    private final Dialers dialers = new Dialers(DialOptions.within(Bench.PATIENCE), null);
    private final Failures failures = new Failures("a cluster");
    private final Revoked heard = new Revoked();

    /** Nobody would ever ask for them again. */
    @Test
    void revokesWhatWasSubscribedBeforeAllWereToldThatTheNodeIsReached() throws IOException {
        try (ScriptedNode node = new ScriptedNode(ScriptedNode.Manner.WELL)) {
            CompletableFuture<RedisLink> dialled = new CompletableFuture<>();
            CompletableFuture<RedisLink> told = new CompletableFuture<>();
            Shards shards = new Shards(
                    new Slots(),
                    (there, sink) -> {
                        dialled.complete(link(node, sink));
                        return told;
                    },
                    heard,
                    failures);
            CompletableFuture<Void> first = shards.at(node.node()).reached().thenAccept(link -> {
                assertThat(Bench.add(link, "a")).isEmpty();
                cut(node);
                Eventually.that("the node is lost", () -> shards.all().isEmpty(), shards::all);
            });

            told.complete(dialled.join());

            Eventually.done("the first who was told", first);
            assertThat(heard.filters).containsExactly(TopicFilter.of("a"));
            Eventually.equal("losses", 1, heard.losses::size);
            Eventually.done("release", dialers.release());
        }
    }

    private RedisLink link(ScriptedNode node, Sink sink) {
        NameCodec codec = new NameCodec();
        RedisURI uri = RedisURI.create(node.redis().uri());
        Connections connections = Eventually.done("connect", dialers.present().connect(uri, codec));
        Settings settings = Bench.settings(Flavor.SHARDED, "");
        return new RedisLink(connections, codec, settings, sink, failures, Surroundings.NONE).begin();
    }

    private static void cut(ScriptedNode node) {
        try {
            node.redis().cut();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Their end is expected here. */
    private static final class Revoked extends Heard {
        final Set<TopicFilter> filters = ConcurrentHashMap.newKeySet();

        @Override
        public void revoked(Set<TopicFilter> theirs, Throwable cause) {
            filters.addAll(theirs);
        }
    }
}
