package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.KeryxException;
import dev.keryx.TimeSource;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.Topic;
import dev.keryx.bus.TopicFilter;
import dev.keryx.bus.transport.BusLink;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.ThreadProbe;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A real Redis, somebody else's client at it, and one link of ours with a hand-made sink. Leaves no thread. */
final class Bench implements AutoCloseable {
    /** Patient, since machines that test are busy. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ThreadProbe threads = NettyThread.probe();
    private final RedisClient foreign;
    private final List<RedisTransport> transports = new ArrayList<>();
    private final List<BusLink> links = new ArrayList<>();
    final RedisServer redis;
    final RedisCommands<String, String> commands;
    final Heard heard = new Heard();

    Bench() {
        this(RedisServer.builder());
    }

    Bench(RedisServer.Builder server) {
        redis = server.start();
        foreign = RedisClient.create(redis.uri());
        commands = foreign.connect().sync();
    }

    RedisURI uri() {
        return RedisURI.create(redis.uri());
    }

    String address() {
        return "127.0.0.1:" + redis.port();
    }

    RedisTransport transport() {
        return transport(uri(), "");
    }

    RedisTransport transport(RedisURI uri, String prefix) {
        return transport(new OwnAccess(uri, DialOptions.within(PATIENCE)), prefix);
    }

    RedisTransport transport(RedisAccess access, String prefix) {
        RedisTransport transport = new RedisTransport(access, settings(Flavor.CLASSIC, prefix));
        transports.add(transport);
        return transport;
    }

    static Settings settings(Flavor flavor, String prefix) {
        return new Settings(
                flavor,
                new RedisNames(prefix),
                RedisMessageBus.DEFAULT_MAX_FRAME_BYTES,
                TimeSource.system(),
                BusOptions.DEFAULT_HEARTBEAT_TIMEOUT);
    }

    BusLink open() {
        return open(transport());
    }

    BusLink open(RedisTransport transport) {
        BusLink link = Eventually.done("open", transport.open(heard));
        links.add(link);
        return link;
    }

    static Map<TopicFilter, KeryxException> add(BusLink link, String... filters) {
        return Eventually.done("add", link.add(set(filters)));
    }

    static void remove(BusLink link, String... filters) {
        Eventually.done("remove", link.remove(set(filters)));
    }

    static Set<TopicFilter> set(String... filters) {
        return Set.copyOf(List.of(filters).stream().map(TopicFilter::of).toList());
    }

    static CompletableFuture<Void> send(BusLink link, String topic, String text) {
        return link.send(Topic.of(topic), TextFrame.alone(text));
    }

    /** How many clients Redis has, this bench's own one included. */
    long connections() {
        return commands.clientList().lines().count();
    }

    void expect(String... texts) {
        Eventually.equal("what was heard", List.of(texts), heard::texts);
    }

    @Override
    public void close() {
        links.forEach(link -> Eventually.done("close", link.close()));
        transports.forEach(transport -> Eventually.done("release", transport.release()));
        foreign.shutdown();
        redis.close();
        assertThat(heard.unexpected).isEmpty();
        threads.awaitNoneLeft("after the release");
    }
}
