package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.ThreadProbe;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Redis on the same machine, without the network. */
@Timeout(60)
class UnixSocketIT {
    @TempDir
    Path folder;

    private Path socket() {
        return folder.resolve("redis.sock");
    }

    private MessageBus bus() {
        return RedisMessageBus.at("redis-socket://:hunter2@" + socket());
    }

    private RedisServer redis() {
        return RedisServer.builder()
                .config("unixsocket", socket().toString())
                .config("user", "default", "on", ">hunter2", "allchannels", "+@all")
                .start();
    }

    @Test
    void saysWhatItNeedsWhereThereIsNoNativeTransport() {
        ThreadProbe threads = NettyThread.probe();
        try (MessageBus bus = bus()) {
            KeryxException refusal = Eventually.failed("start", bus.startAsync());

            assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(refusal.retryable()).isFalse();
            assertThat(refusal)
                    .hasMessageContaining(socket().toString())
                    .hasMessageContaining("netty-transport-native-epoll");
            assertThat(refusal.getMessage()).hasLineCount(1).doesNotContain("hunter2");
            assertThat(bus.state()).isEqualTo(BusState.NEW);
        }
        threads.awaitNoneLeft("after close");
    }

    @Test
    @Tag("native")
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void publishesHearsAndComesBackByTheNativeTransport() {
        ThreadProbe threads = NettyThread.probe();
        try (RedisServer redis = redis();
                MessageBus bus = bus()) {
            Story story = Story.of(bus, "a");
            Eventually.done("start", bus.startAsync());
            Eventually.done("publish", bus.publish("a", "1"));
            story.await(1);

            redis.kill();
            Eventually.equal("the state", BusState.RECONNECTING, bus::state);
            redis.restart();

            Eventually.equal("the state", BusState.RUNNING, bus::state);
            Eventually.done("publish", bus.publish("a", "2"));
            story.await(2);
            assertThat(story.gaps()).hasSize(1);
        }
        threads.awaitNoneLeft("after close");
    }
}
