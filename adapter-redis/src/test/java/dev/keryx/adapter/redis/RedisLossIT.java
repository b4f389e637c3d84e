package dev.keryx.adapter.redis;

import static dev.keryx.adapter.redis.Bench.add;
import static dev.keryx.adapter.redis.Bench.remove;
import static dev.keryx.adapter.redis.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Topic;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.SocketProbe;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One link, and Redis hangs, dies, refuses or is not there. */
@Timeout(60)
class RedisLossIT {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void closesWhileRedisHangsAndLeavesNoConnection() {
        long before = bench.connections();
        BusLink link = bench.open();
        add(link, "a");
        bench.redis.pause();
        CompletableFuture<Void> ping = link.ping();
        CompletableFuture<Void> sent = send(link, "a", "heard or not?");
        CompletableFuture<?> added = link.add(Bench.set("b"));
        assertThat(ping).isNotDone();

        Eventually.done("close", link.close());
        Eventually.done("close again", link.close());

        assertThat(Eventually.failed("send", sent).code()).isIn(ErrorCode.OUTCOME_UNKNOWN, ErrorCode.UNAVAILABLE);
        Eventually.failed("ping", ping);
        Eventually.failed("add", added);
        assertThat(bench.heard.losses).isEmpty();
        bench.redis.resume();
        Eventually.equal("connections", before, bench::connections);
    }

    @Test
    void doesNotKnowWhatBecameOfAPublishWhoseAnswerIsLost() {
        BusLink link = bench.open();
        bench.redis.pause();
        CompletableFuture<Void> sent = send(link, "a", "x");
        // Written by the same thread as the publish, and after it.
        CompletableFuture<Void> ping = link.ping();
        assertThat(ping).isNotDone();
        bench.redis.kill();

        assertThat(Eventually.failed("send", sent).code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void reportsTheLossOnceAndAnswersEveryPublish() {
        BusLink link = bench.open();
        add(link, "a");
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        bench.redis.pause();
        for (int i = 0; i < 10_000; i++) {
            sent.add(link.send(Topic.of("t" + i % 7), TextFrame.joinable("x")));
        }
        bench.redis.kill();

        Eventually.that("it is lost", () -> !bench.heard.losses.isEmpty(), () -> bench.heard.losses);
        assertThat(sent)
                .allSatisfy(
                        future -> assertThat(Eventually.failed("send", future).code())
                                .isIn(ErrorCode.OUTCOME_UNKNOWN, ErrorCode.UNAVAILABLE));
        assertUnavailable(Eventually.failed("send", send(link, "a", "x")));
        assertUnavailable(Eventually.failed("add", link.add(Bench.set("b"))));
        remove(link, "a");
        Eventually.done("close", link.close());
        assertThat(bench.heard.losses).singleElement().satisfies(loss -> assertUnavailable((KeryxException) loss));
    }

    private void assertUnavailable(KeryxException failure) {
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining(bench.address());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isLostAsAWholeWhenOneConnectionIs(boolean subscriber) {
        long before = bench.connections();
        BusLink link = bench.open();
        add(link, "a");

        KillArgs kind = subscriber ? KillArgs.Builder.typePubsub() : KillArgs.Builder.typeNormal();
        assertThat(bench.commands.clientKill(kind.skipme())).isEqualTo(1);

        Eventually.that("it is lost", () -> !bench.heard.losses.isEmpty(), () -> bench.heard.losses);
        Eventually.equal("connections", before, bench::connections);
        assertUnavailable(Eventually.failed("send", send(link, "a", "x")));
    }

    @Test
    void opensAgainWhereItWasLost() {
        RedisTransport transport = bench.transport();
        bench.open(transport);
        bench.redis.restart();
        Eventually.that("it is lost", () -> !bench.heard.losses.isEmpty(), () -> bench.heard.losses);

        Heard fresh = new Heard();
        BusLink second = Eventually.done("open", transport.open(fresh));
        add(second, "a");
        Eventually.done("send", send(second, "a", "one"));
        Eventually.equal("what was heard", List.of("one"), fresh::texts);
        Eventually.done("close", second.close());
    }

    @Test
    void failsWhereNobodyListensNamingTheAddress() {
        int port = RedisServer.unusedPort();
        RedisTransport nowhere = bench.transport(RedisURI.create("redis://:hunter2@127.0.0.1:" + port), "");

        KeryxException failure = Eventually.failed("open", nowhere.open(bench.heard));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("127.0.0.1:" + port);
        assertThat(failure.getMessage()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://:hunter2@", "redis://", "redis://somebody:hunter2@"})
    void isRejectedWithWrongCredentials(String scheme) {
        bench.commands.configSet("requirepass", "right");
        RedisTransport stranger = bench.transport(RedisURI.create(scheme + bench.address()), "");

        KeryxException failure = Eventually.failed("open", stranger.open(bench.heard));

        assertThat(failure.code()).isEqualTo(ErrorCode.REJECTED);
        assertThat(failure).hasMessageContaining(bench.address());
        assertThat(failure.getMessage()).doesNotContain("hunter2");
    }

    @Test
    void isUnavailableWhereTooManyAreConnected() {
        bench.commands.configSet("maxclients", "1");

        assertUnavailable(Eventually.failed("open", bench.transport().open(bench.heard)));
    }

    @Test
    void givesUpAnOpenUnderWayAndOpensLater() {
        RedisTransport transport = bench.transport();
        long before = bench.connections();
        bench.redis.pause();
        CompletableFuture<BusLink> opening = transport.open(bench.heard);

        Eventually.done("release", transport.release());

        assertUnavailable(Eventually.failed("open", opening));
        bench.redis.resume();
        Eventually.equal("connections", before, bench::connections);
        Eventually.done("ping", bench.open(transport).ping());
    }

    /** At whatever point of its way an attempt is given up, its sockets are closed. */
    @Test
    void leavesNoSocketOfAnyOpenThatIsGivenUp() {
        RedisTransport transport = bench.transport();
        Eventually.done("close", bench.open(transport).close());
        Eventually.done("release", transport.release());
        SocketProbe sockets = SocketProbe.now();
        bench.redis.pause();
        for (int i = 0; i < 50; i++) {
            CompletableFuture<BusLink> opening = transport.open(bench.heard);
            Eventually.done("release", transport.release());
            Eventually.failed("open", opening);
        }
        sockets.awaitNoneLeft("after fifty releases");
        bench.redis.resume();
    }

    /** The queue of a server that accepts nobody is full: the next connect gets no answer at all. */
    @Test
    void givesUpAConnectThatNobodyAnswers() throws IOException {
        List<SocketChannel> queued = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 8; i++) {
                SocketChannel channel = SocketChannel.open();
                queued.add(channel);
                channel.configureBlocking(false);
                channel.connect(deaf.getLocalSocketAddress());
            }
            RedisTransport transport = bench.transport(RedisURI.create("redis://127.0.0.1:" + deaf.getLocalPort()), "");
            CompletableFuture<BusLink> opening = transport.open(bench.heard);
            assertThat(opening).isNotDone();

            Eventually.done("release", transport.release());

            assertThat(Eventually.failed("open", opening).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        } finally {
            for (SocketChannel channel : queued) {
                channel.close();
            }
        }
    }

    @Test
    void neverShowsThePayloadOfACommandThatRedisDoesNotKnow() {
        try (Bench mute = new Bench(RedisServer.builder().config("rename-command", "PUBLISH", ""))) {
            KeryxException failure = Eventually.failed("send", send(mute.open(), "t", "hunter2"));

            assertThat(failure.code()).isEqualTo(ErrorCode.REJECTED);
            assertThat(failure).hasMessageContaining("unknown command").hasNoCause();
            assertThat(failure.getMessage()).doesNotContain("hunter2");
        }
    }
}
