package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.Capability;
import dev.keryx.bus.MessageBus;
import dev.keryx.bus.Subscription;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisSentinels;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.ProtocolVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user who may do what {@code docs/operations.md} says that a bus needs, and nothing else. */
@Timeout(120)
class RightsIT {
    private static final String USER = "app";
    private static final String PASSWORD = "hunter2";
    private static final List<String> EVERYWHERE = List.of("-@all", "+@connection", "-@dangerous", "+@pubsub");
    private static final String SLOTS = "+cluster|slots";
    private static final String LINKS = "+cluster|links";

    /** What the bus asks for and does without. */
    private static final String CONFIG = "config|get";

    private final LogWatch log = new LogWatch();

    @AfterEach
    void close() {
        log.close();
    }

    private static void allow(List<RedisServer> servers, String... more) {
        List<String> command =
                new ArrayList<>(List.of("ACL", "SETUSER", USER, "on", ">" + PASSWORD, "resetkeys", "&*"));
        command.addAll(EVERYWHERE);
        command.addAll(List.of(more));
        servers.forEach(server -> server.ask(command.toArray(new String[0])));
    }

    private static String uri(RedisServer server) {
        return "redis://" + USER + ":" + PASSWORD + "@127.0.0.1:" + server.port();
    }

    private static RedisMessageBus.Builder of(RedisCluster cluster) {
        return RedisMessageBus.builder()
                .cluster(cluster.nodes().stream().map(RightsIT::uri).toArray(String[]::new));
    }

    /** Hears what another one publishes, by all kinds of filters that it has, and then no more. */
    private static void works(Supplier<RedisMessageBus.Builder> way) {
        try (MessageBus one = way.get().build();
                MessageBus other = way.get().build()) {
            one.start();
            other.start();
            hears(one, other, "a");
            if (one.capabilities().contains(Capability.PATTERNS)) {
                hears(one, other, "*");
            }
        }
    }

    private static void hears(MessageBus bus, MessageBus publisher, String filter) {
        Story story = new Story();
        Subscription subscription = story.listen(bus, filter);
        Eventually.done("ready", subscription.ready());
        Eventually.done("publish", publisher.publish("a", "1"));
        story.await(1);
        Eventually.done("the end", subscription.drain(Bench.PATIENCE));
    }

    private static Set<String> refused(List<RedisServer> servers) {
        return servers.stream()
                .flatMap(server -> ((List<?>) server.ask("ACL", "LOG")).stream())
                .map(entry -> ((List<?>) entry))
                .map(entry -> (String) entry.get(entry.indexOf("object") + 1))
                .collect(Collectors.toSet());
    }

    private void assertNothingElseWasWanted(List<RedisServer> servers) {
        assertThat(refused(servers)).containsExactly(CONFIG);
        assertThat(log.lines()).isEmpty();
    }

    /** It has no limit for slow subscribers, and nobody who may not know says so. */
    @Test
    void atOneServer() {
        try (RedisServer redis = RedisServer.builder()
                .config("client-output-buffer-limit", "pubsub", "0", "0", "0")
                .start()) {
            allow(List.of(redis));
            works(() -> RedisMessageBus.builder().uri(uri(redis)));
            works(() -> RedisMessageBus.builder().uri(uri(redis)).protocol(ProtocolVersion.RESP2));
            works(() -> RedisMessageBus.builder().uri(uri(redis)).sharded());
            assertNothingElseWasWanted(List.of(redis));
        }
    }

    @Test
    void atOneServerWithoutTheRightToBeAsked() {
        try (RedisServer redis = RedisServer.builder().start()) {
            allow(List.of(redis), "-@connection");
            try (MessageBus bus = RedisMessageBus.at(uri(redis))) {
                bus.start();
                Eventually.equal("what was refused", Set.of(CONFIG, "ping"), () -> refused(List.of(redis)));
                hears(bus, bus, "a");
                assertThat(log.lines()).isEmpty();
            }

            RedisURI database = RedisURI.create(uri(redis) + "/1");
            try (MessageBus bus = RedisMessageBus.at(database)) {
                KeryxException refusal = Eventually.failed("start", bus.startAsync());
                assertThat(refusal.code()).isEqualTo(ErrorCode.REJECTED);
                assertThat(refusal).hasMessageContaining("select");
            }
        }
    }

    @Test
    void inACluster() {
        try (RedisCluster cluster = RedisCluster.start()) {
            allow(cluster.nodes(), SLOTS, LINKS);
            works(() -> of(cluster));
            works(() -> of(cluster).sharded());
            assertNothingElseWasWanted(cluster.nodes());
        }
    }

    @Test
    void inAClusterThatDoesNotSayWhoServesWhat() {
        try (RedisCluster cluster = RedisCluster.start()) {
            allow(cluster.nodes(), LINKS);
            works(() -> of(cluster));
            assertThat(refused(cluster.nodes())).containsExactlyInAnyOrder(CONFIG, "cluster|slots");
            assertThat(log.lines()).isEmpty();

            try (MessageBus bus = of(cluster).sharded().build()) {
                KeryxException refusal = Eventually.failed("start", bus.startAsync());
                assertThat(refusal.code()).isEqualTo(ErrorCode.REJECTED);
                assertThat(refusal).hasMessageContaining("cluster|slots");
                assertThat(refusal.getMessage()).doesNotContain(PASSWORD);
            }
        }
    }

    private static RedisURI uri(RedisSentinels sentinels) {
        RedisURI.Builder uri =
                RedisURI.builder().withSentinelMasterId(RedisSentinels.MASTER).withAuthentication(USER, PASSWORD);
        sentinels.sentinels().forEach(sentinel -> uri.withSentinel(RedisURI.create(uri(sentinel))));
        return uri.build();
    }

    @Test
    void bySentinel() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            allow(sentinels.servers());
            allow(sentinels.sentinels(), "-@pubsub", "+sentinel|master");
            works(() -> RedisMessageBus.builder().uri(uri(sentinels)));
            assertNothingElseWasWanted(sentinels.servers());
            assertThat(refused(sentinels.sentinels())).isEmpty();
        }
    }

    @Test
    void bySentinelsThatDoNotSayWhoIsMaster() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            allow(sentinels.servers());
            allow(sentinels.sentinels());
            try (MessageBus bus = RedisMessageBus.at(uri(sentinels))) {
                KeryxException refusal = Eventually.failed("start", bus.startAsync());
                assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(refused(sentinels.sentinels())).containsExactly("sentinel|master");
            }
        }
    }
}
