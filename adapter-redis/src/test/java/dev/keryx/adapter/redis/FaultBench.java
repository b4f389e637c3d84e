package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.BusOptions;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.FaultProxy;
import dev.keryx.testkit.bus.Account;
import dev.keryx.testkit.bus.BusAudit;
import dev.keryx.testkit.bus.Feed;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A real Redis, a network that fails on demand, buses over both, and the account of what they did. */
final class FaultBench implements AutoCloseable {
    /** The defaults, but patient at the start: the promises are about them. */
    static final BusOptions OPTIONS = BusOptions.DEFAULT.startTimeout(Eventually.limit());

    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final Duration PAUSE_BETWEEN_PUBLISHES = Duration.ofMillis(1);

    final RedisServer redis;
    final BusAudit audit;
    final FaultProxy network;
    final List<Feed> feeds = new ArrayList<>();

    FaultBench() {
        this(RedisServer.builder());
    }

    FaultBench(RedisServer.Builder server) {
        NettyThread.keep();
        redis = server.start();
        audit = BusAudit.begin();
        network = audit.own(FaultProxy.to(new InetSocketAddress("127.0.0.1", redis.port())));
    }

    MessageBus direct() {
        return at(redis.port(), OPTIONS);
    }

    MessageBus overNetwork() {
        return overNetwork(OPTIONS);
    }

    MessageBus overNetwork(BusOptions options) {
        return at(network.port(), options);
    }

    /** Over a client with Lettuce's default options. */
    MessageBus lentAt(int port) {
        return lent(audit, RedisURI.create("127.0.0.1", port), ClientOptions.create());
    }

    /** Over somebody else's client, which still has to work when the bus has ended. */
    static MessageBus lent(BusAudit audit, RedisURI uri, ClientOptions options) {
        ClientResources resources = Foreign.resources();
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(options);
        audit.own(() -> {
            assertThat(client.connect().sync().ping()).isEqualTo("PONG");
            client.shutdown();
            Foreign.end(resources);
        });
        return audit.watch(
                RedisMessageBus.builder().client(client).options(OPTIONS).build());
    }

    private MessageBus at(int port, BusOptions options) {
        return audit.watch(RedisMessageBus.builder()
                .uri("redis://127.0.0.1:" + port)
                .options(options)
                .build());
    }

    /** Both publish, both listen, exactly and with wildcards. */
    FaultBench traffic(MessageBus one, MessageBus other) {
        return traffic(one, other, PAUSE_BETWEEN_PUBLISHES);
    }

    FaultBench traffic(MessageBus one, MessageBus other, Duration pause) {
        subscriptions(one, other);
        feeds.forEach(feed -> feed.every(pause));
        flow();
        return this;
    }

    /** Lets messages come and go for a while. */
    private void flow() {
        FaultBench.last(A_WHILE);
        audit.awaitFlowing();
    }

    /** The same without publishing anything. */
    FaultBench subscriptions(MessageBus one, MessageBus other) {
        audit.follow(one, "load.b");
        audit.follow(other, "load.a");
        audit.follow(other, "load.*");
        feeds.add(audit.feed(one, "load.a"));
        feeds.add(audit.feed(other, "load.b"));
        audit.awaitReady();
        return this;
    }

    <T> T ask(Function<RedisCommands<String, String>, T> question) {
        return Foreign.at(redis, question);
    }

    /** How many subscriptions Redis has for this channel. */
    long subscriptionsTo(String channel) {
        return ask(commands -> commands.pubsubNumsub(channel).get(channel));
    }

    /** Waits until Redis has forgotten the connections that were lost, and has each of the usual subscriptions once. */
    void awaitOneSubscriptionEach() {
        Eventually.equal(
                "subscriptions",
                List.of(1L, 1L, 1L),
                () -> List.of(
                        subscriptionsTo("load.a"),
                        subscriptionsTo("load.b"),
                        ask(commands -> commands.pubsubNumpat())));
    }

    /** What Redis has subscribers for, patterns aside. */
    Set<String> channels(String glob) {
        return Set.copyOf(ask(commands -> commands.pubsubChannels(glob)));
    }

    /** Lets the fault last. */
    static void last(Duration time) {
        try {
            boolean unused = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Two crashes before the one that a row is about, so that a stall of the machine during one of three says nothing. */
    FaultBench crashTwice() {
        for (int crash = 0; crash < 2; crash++) {
            audit.inject(redis::kill);
            audit.awaitDetected();
            audit.lift(redis::restart);
            audit.awaitRecovered();
        }
        return this;
    }

    /** The usual end: all is well again, and the row has its figures. */
    Account report(FaultRow row) {
        audit.awaitRecovered();
        flow();
        Account account = audit.end();
        row.report(account, redis);
        return account;
    }

    @Override
    public void close() {
        try {
            audit.close();
        } finally {
            redis.close();
        }
    }
}
