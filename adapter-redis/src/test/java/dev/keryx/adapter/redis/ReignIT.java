package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.bus.Topic;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A master by the word of a sentinel that takes its time. */
@Timeout(60)
class ReignIT {
    private static final Duration MOST_OF_A_LEASE = Reign.LEASE.multipliedBy(3).dividedBy(5);

    private final HandClock clock = new HandClock();
    private final Dialers dialers = new Dialers(DialOptions.within(Bench.PATIENCE), null);

    private volatile CountDownLatch held = new CountDownLatch(0);

    /** What it says may have been true only just after the first question. */
    @Test
    void anAnswerHoldsFromTheQuestionItWasGivenToAndNoLaterOne() throws IOException {
        try (ScriptedNode node = new ScriptedNode(ScriptedNode.Manner.WELL);
                ScriptedRedis redis = new ScriptedRedis((client, command) -> answer(command, node.node()))) {
            Sentinels sentinels = sentinels(redis);
            Reign reign = new Reign(Eventually.done("who is master", sentinels.ask()), sentinels, clock, Reign.LEASE);
            RedisLink link = link(node, reign);
            held = new CountDownLatch(1);
            reign.look(link);
            clock.advance(MOST_OF_A_LEASE);
            reign.look(link);

            held.countDown();
            Eventually.done("the answer", sentinels.ask());
            Eventually.done("an answer after all have heard that one", sentinels.ask());
            assertThat(taken(reign)).isCompleted();
            clock.advance(MOST_OF_A_LEASE);

            assertThat(Eventually.failed("a publish", taken(reign)).code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            Eventually.done("close", link.close());
            Eventually.done("release", dialers.release());
        }
    }

    @Test
    void nobodyIsAskedAfterTheEnd() throws IOException {
        try (ScriptedNode node = new ScriptedNode(ScriptedNode.Manner.WELL);
                ScriptedRedis redis = new ScriptedRedis((client, command) -> answer(command, node.node()))) {
            Sentinels sentinels = sentinels(redis);
            RedisLink link = link(
                    node, new Reign(Eventually.done("who is master", sentinels.ask()), sentinels, clock, Reign.LEASE));
            Eventually.done("close", link.close());

            Eventually.settled("a late ping", link.ping());

            Eventually.failed("a late question", sentinels.ask());
            Eventually.equal("clients of the sentinel", 0, redis::connected);
            Eventually.done("release", dialers.release());
        }
    }

    private Sentinels sentinels(ScriptedRedis redis) {
        RedisURI uri = RedisURI.builder()
                .withSentinel("127.0.0.1", redis.port())
                .withSentinelMasterId("main")
                .build();
        return Sentinels.of(uri, dialers.present(), clock);
    }

    private RedisLink link(ScriptedNode node, Reign reign) {
        NameCodec codec = new NameCodec();
        RedisURI uri = RedisURI.create(node.redis().uri());
        Connections connections = Eventually.done("connect", dialers.present().connect(uri, codec));
        Settings settings = Bench.settings(Flavor.CLASSIC, "");
        return new RedisLink(connections, codec, settings, new Heard(), new Failures("the master"), reign).begin();
    }

    private static CompletableFuture<Void> taken(Reign reign) {
        return reign.judge(Topic.of("a"), CompletableFuture.completedFuture(null));
    }

    private String answer(List<String> command, Node master) {
        return switch (command.get(0)) {
            case "HELLO" -> "%1\r\n" + ScriptedRedis.bulk("proto") + ":3\r\n";
            case "PING" -> "+PONG\r\n";
            case "SENTINEL" ->
                whenReleased("*6\r\n" + ScriptedRedis.bulk("ip") + ScriptedRedis.bulk(master.host())
                        + ScriptedRedis.bulk("port") + ScriptedRedis.bulk(String.valueOf(master.port()))
                        + ScriptedRedis.bulk("role-reported-time") + ScriptedRedis.bulk("100000"));
            default -> "+OK\r\n";
        };
    }

    private String whenReleased(String answer) {
        try {
            held.await();
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
