package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.KeryxException;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.TopicFilter;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Filters whose node is not to be reached: they are told so in time, and keep nobody else waiting. */
class ShardedLinkTest {
    private static final TopicFilter FILTER = TopicFilter.of("a");

    private final HandClock clock = new HandClock();
    private final Slots slots = new Slots();
    private final Settings settings = new Settings(
            Flavor.SHARDED,
            new RedisNames(""),
            RedisMessageBus.DEFAULT_MAX_FRAME_BYTES,
            clock,
            BusOptions.DEFAULT_HEARTBEAT_TIMEOUT);
    private final Node first = new Node("127.0.0.1", 1);
    private final Node second = new Node("127.0.0.1", 2);
    private final List<Node> tried = new ArrayList<>();

    private CompletableFuture<Map<TopicFilter, KeryxException>> add(Shards.Reach reach) {
        ShardedLink link = new ShardedLink(settings, slots, reach, new Heard(), new Failures("here"));
        serves(first);
        return link.add(Bench.set("a"));
    }

    private void serves(Node owner) {
        slots.moved(SlotHash.getSlot(settings.names().of(FILTER).bytes()), owner);
    }

    private static CompletableFuture<RedisLink> unreachable() {
        return CompletableFuture.failedFuture(new IOException("no route"));
    }

    private static void isRefusedForNow(CompletableFuture<Map<TopicFilter, KeryxException>> added) {
        assertThat(added).isCompleted();
        assertThat(added.join().get(FILTER))
                .isNotNull()
                .extracting(KeryxException::retryable)
                .isEqualTo(true);
    }

    @Test
    void aNodeThatCannotBeReachedIsNotTriedTwice() {
        isRefusedForNow(add((node, sink) -> {
            tried.add(node);
            return unreachable();
        }));

        assertThat(tried).containsExactly(first);
    }

    @Test
    void theNodeThatTookItsPlaceIsTriedAtOnce() {
        isRefusedForNow(add((node, sink) -> {
            tried.add(node);
            serves(second);
            return unreachable();
        }));

        assertThat(tried).containsExactly(first, second);
    }

    /** However long a timeout the address names; the node goes on being tried. */
    @Test
    void aFilterDoesNotWaitForANodeAsLongAsTheEngineWaitsForTheFilter() {
        CompletableFuture<RedisLink> hanging = new CompletableFuture<>();
        CompletableFuture<Map<TopicFilter, KeryxException>> added = add((node, sink) -> {
            tried.add(node);
            return hanging;
        });
        assertThat(added).isNotDone();

        clock.advance(ShardedLink.REACH_PATIENCE);

        isRefusedForNow(added);
        assertThat(tried).containsExactly(first);
        assertThat(hanging).isNotDone();
        assertThat(clock.pending()).isZero();
    }
}
