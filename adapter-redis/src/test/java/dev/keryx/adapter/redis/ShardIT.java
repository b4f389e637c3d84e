package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.TimeSource;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node of a cluster that stops to answer. */
@Timeout(60)
class ShardIT {
    private volatile boolean silent;

    /** Else a link would leave the one node that answers, as idle, for the sake of one that it is about to leave. */
    @Test
    void aNodeThatWasAskedInVainIsNotLively() throws IOException {
        try (ScriptedRedis redis = new ScriptedRedis(this::answer)) {
            Dialers dialers = new Dialers(DialOptions.within(Bench.PATIENCE), null);
            RedisLink link = link(dialers, RedisURI.create(redis.uri()));
            Shard shard = new Shard(new Node("127.0.0.1", 1), CompletableFuture.completedFuture(link));
            assertThat(shard.isLively()).isTrue();
            Eventually.done("a beat", beat(shard, link, Bench.PATIENCE));
            assertThat(shard.isLively()).isTrue();

            silent = true;
            CompletableFuture<Void> beat = beat(shard, link, Duration.ofMillis(50));
            assertThat(shard.isLively()).isFalse();
            Eventually.failed("a beat", beat);

            assertThat(shard.isLively()).isFalse();
            Eventually.done("close", link.close());
            Eventually.done("release", dialers.release());
        }
    }

    private static CompletableFuture<Void> beat(Shard shard, RedisLink link, Duration limit) {
        return shard.beat(link, TimeSource.system(), limit);
    }

    private static RedisLink link(Dialers dialers, RedisURI uri) {
        NameCodec codec = new NameCodec();
        Connections connections = Eventually.done("connect", dialers.present().connect(uri, codec));
        return new RedisLink(
                        connections,
                        codec,
                        Bench.settings(Flavor.SHARDED, ""),
                        new Heard(),
                        new Failures(Addresses.name(uri)),
                        Surroundings.NONE)
                .begin();
    }

    private String answer(Socket client, List<String> command) {
        return switch (command.get(0)) {
            case "HELLO" -> "%1\r\n" + ScriptedRedis.bulk("proto") + ":3\r\n";
            case "PING" -> silent ? "" : command.size() == 1 ? "+PONG\r\n" : ScriptedRedis.bulk(command.get(1));
            default -> "+OK\r\n";
        };
    }
}
