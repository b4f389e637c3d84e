package dev.keryx.adapter.redis;

import static dev.keryx.adapter.redis.Bench.add;
import static dev.keryx.adapter.redis.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.TimeSource;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.ThreadProbe;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that is lent, with Lettuce's default options: it would reconnect, buffer and replay by itself. */
@Timeout(60)
class LentClientIT {
    private final Bench bench = new Bench();
    private final Counting client = new Counting(bench.redis.uri());
    private final RedisTransport transport =
            bench.transport(new LentAccess(client, Bench.PATIENCE, TimeSource.system()), "");

    /** Knows how many listen to it. */
    private static final class Counting extends RedisClient {
        private final AtomicInteger listeners = new AtomicInteger();

        Counting(String uri) {
            super(null, RedisURI.create(uri));
        }

        @Override
        public void addListener(RedisConnectionStateListener listener) {
            super.addListener(listener);
            listeners.incrementAndGet();
        }

        @Override
        public void removeListener(RedisConnectionStateListener listener) {
            super.removeListener(listener);
            listeners.decrementAndGet();
        }
    }

    @AfterEach
    void close() {
        client.shutdown();
        bench.close();
    }

    @Test
    void staysOpenWhenTheLinkIsClosedAndTheTransportReleased() {
        long before = bench.connections();
        BusLink link = bench.open(transport);
        add(link, "a", "a.*");
        Eventually.done("send", send(link, "a", "one"));
        bench.expect("one");
        assertThat(bench.connections()).isEqualTo(before + 2);

        Eventually.done("close", link.close());
        Eventually.done("release", transport.release());

        Eventually.equal("connections", before, bench::connections);
        assertThat(client.listeners).hasValue(0);
        assertThat(client.connect().sync().ping()).isEqualTo("PONG");
    }

    @Test
    void neitherReplaysNorReconnectsWhatItWasLentFor() {
        bench.commands.configSet("client-output-buffer-limit", "pubsub 0 0 0");
        BusLink link = bench.open(transport);
        add(link, "a");
        bench.redis.pause();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(send(link, "a", "x" + i));
        }
        Heard witness = new Heard();

        bench.redis.restart();
        Eventually.that("it is lost", () -> !bench.heard.losses.isEmpty(), () -> bench.heard.losses);
        BusLink second = Eventually.done("open", transport.open(witness));
        add(second, "a", "end");

        assertThat(sent)
                .allSatisfy(
                        future -> assertThat(Eventually.failed("send", future).code())
                                .isIn(ErrorCode.OUTCOME_UNKNOWN, ErrorCode.UNAVAILABLE));
        Eventually.done("send", send(second, "end", "the end"));
        Eventually.equal("what the new one heard", List.of("the end"), witness::texts);
        Eventually.equal("connections of ours", 2L, this::pubSubAndPublisher);
        Eventually.done("close", second.close());
        Eventually.equal("connections of ours", 0L, this::pubSubAndPublisher);
    }

    /** All but the bench's own, which its own client may have made again or not. */
    private long pubSubAndPublisher() {
        return bench.commands
                .clientList()
                .lines()
                .filter(line -> !line.contains("cmd=client"))
                .count();
    }

    @Test
    void saysWhyWhenItWasClosedByItsOwner() {
        client.shutdown();

        assertThat(Eventually.failed("open", transport.open(bench.heard)).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void givesUpAnOpenUnderWayWithItsThreadAndConnections() {
        ThreadProbe threads = ThreadProbe.now();
        bench.redis.pause();
        CompletableFuture<BusLink> opening = transport.open(bench.heard);

        Eventually.done("release", transport.release());

        assertThat(Eventually.failed("open", opening).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        Eventually.equal("the thread", false, () -> threads.born().contains("keryx-redis-connect"));
        bench.redis.resume();
        Eventually.equal("connections of ours", 0L, this::pubSubAndPublisher);
        Eventually.equal("listeners", 0, client.listeners::get);
    }

    @Test
    void leavesNoListenerWhereNobodyIsThere() {
        bench.redis.kill();

        assertThat(Eventually.failed("open", transport.open(bench.heard)).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);

        Eventually.equal("listeners", 0, client.listeners::get);
        bench.redis.restart();
    }
}
