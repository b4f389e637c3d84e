package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.SocketProbe;
import dev.keryx.testkit.ThreadProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the bus begins and ends, as Redis sees it. What happens between is in the rows of the fault table. */
@Timeout(120)
class RedisLifeIT {
    private final RedisServer redis = RedisServer.builder().start();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(redis));

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private MessageBus bus() {
        MessageBus bus = RedisMessageBus.builder()
                .uri(redis.uri())
                .options(FaultBench.OPTIONS)
                .build();
        open.add(bus);
        return bus;
    }

    private static void start(MessageBus bus) {
        Eventually.done("start", bus.startAsync());
    }

    private int clients() {
        return Foreign.at(redis, commands -> (int) commands.clientList().lines().count()) - 1;
    }

    @Test
    void isUnseenByRedisUntilItIsStarted() {
        int before = clients();
        MessageBus bus = bus();
        Subscription subscription = bus.subscribe("a.*", message -> {});
        assertThat(Eventually.failed("publish", bus.publish("a.b", "1")).code()).isEqualTo(ErrorCode.NOT_STARTED);
        assertThat(clients()).isEqualTo(before);

        start(bus);

        assertThat(subscription.ready()).isCompleted();
        assertThat(clients()).isEqualTo(before + 2);
        bus.close();
        Eventually.equal("clients", before, this::clients);
    }

    @Test
    void startsLaterWhereItFoundNobody() {
        int port = RedisServer.unusedPort();
        MessageBus bus = RedisMessageBus.at("redis://:hunter2@127.0.0.1:" + port);
        open.add(bus);
        CompletableFuture<String> heard = new CompletableFuture<>();
        bus.subscribe("a", message -> heard.complete(message.payload().utf8()));

        KeryxException failure = Eventually.failed("start", bus.startAsync());

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("127.0.0.1:" + port);
        assertThat(failure.getMessage()).doesNotContain("hunter2");
        open.add(
                0,
                RedisServer.builder()
                        .port(port)
                        .config("requirepass", "hunter2")
                        .start());
        start(bus);
        Eventually.done("publish", bus.publish("a", "1"));
        assertThat(Eventually.done("a message", heard)).isEqualTo("1");
    }

    @Test
    void leavesNoThreadAndNoSocketWhenItIsClosedWhileRedisHangs() {
        bus().close();
        ThreadProbe threads = NettyThread.probe();
        SocketProbe sockets = SocketProbe.now();
        MessageBus bus = bus();
        bus.subscribe("a", message -> {});
        start(bus);
        redis.pause();

        bus.close();

        assertThat(bus.state()).isEqualTo(BusState.CLOSED);
        threads.awaitNoneLeft("after close");
        sockets.awaitNoneLeft("after close");
    }

    /** Pub/Sub has no databases, so that buses whose addresses differ in that hear each other. */
    @Test
    void isHeardWhicheverDatabaseItsAddressNames() {
        MessageBus other = RedisMessageBus.at(redis.uri() + "/5");
        open.add(other);
        MessageBus bus = bus();
        start(other);
        start(bus);
        Story story = new Story();
        Eventually.done("ready", story.listen(bus, "a").ready());

        Eventually.done("publish", other.publish("a", "1"));

        story.await(1);
    }
}
