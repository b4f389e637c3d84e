package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisSentinels;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.bus.Account;
import dev.keryx.testkit.bus.BusAudit;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that come and go, each of which lets in by a password only: buses as well as replicas. */
@Tag("faults")
@Tag("shapes")
@Timeout(120)
class ManyServersCredentialsIT {
    private static final String OLD = "old";
    private static final String NEW = "new";

    /** A bus may do no more than it has to; without a password nobody has a channel, but for what sentinels say there. */
    private static RedisServer.Builder guarded(RedisServer.Builder server) {
        return user(user(server, OLD, "first"), NEW, "second")
                .config("user", "replica", "on", ">third", "+psync", "+replconf", "+ping")
                .config("masteruser", "replica")
                .config("masterauth", "third")
                .config("user", "default", "on", "nopass", "allkeys", "resetchannels", "&__sentinel__:hello", "+@all");
    }

    private static RedisServer.Builder user(RedisServer.Builder server, String name, String password) {
        return server.config(
                "user",
                name,
                "on",
                ">" + password,
                "resetkeys",
                "allchannels",
                "-@all",
                "+@pubsub",
                "+@connection",
                "+cluster|slots",
                "+cluster|links");
    }

    private static MessageBus inCluster(RedisURI seed, Flavor flavor) {
        RedisMessageBus.Builder bus =
                RedisMessageBus.builder().cluster(List.of(seed)).options(FaultBench.OPTIONS);
        return (flavor == Flavor.SHARDED ? bus.sharded() : bus).build();
    }

    private static MessageBus watched(RedisURI uri) {
        return RedisMessageBus.builder().uri(uri).options(FaultBench.OPTIONS).build();
    }

    private static RedisURI as(String user, String password, String uri) {
        return RedisURI.create(uri.replace("://", "://" + user + ":" + password + "@"));
    }

    private static RedisURI by(Rotation rotation, String uri) {
        RedisURI told = RedisURI.create(uri);
        told.setCredentialsProvider(rotation);
        return told;
    }

    /** Who has connections there, of the users a bus could be. */
    private static Set<String> users(List<RedisServer> servers) {
        Set<String> users = new TreeSet<>();
        for (RedisServer server : servers) {
            ((String) server.ask("CLIENT", "LIST"))
                    .lines()
                    .filter(line -> !line.contains("cmd=client"))
                    .forEach(line -> List.of(OLD, NEW).stream()
                            .filter(user -> line.contains(" user=" + user + " "))
                            .forEach(users::add));
        }
        return users;
    }

    private static void assertRefused(MessageBus bus, String address) {
        try (bus) {
            KeryxException refusal = Eventually.failed("start", bus.startAsync());
            assertThat(refusal.code()).isEqualTo(ErrorCode.REJECTED);
            assertThat(refusal).hasMessageContaining(address).hasMessageContaining("WRONGPASS");
            assertThat(refusal.getMessage()).doesNotContain("hunter2");
        }
    }

    /** Messages flow from one bus to both, on some topics; something is done; they flow again, and nothing is wrong. */
    private static Account through(MessageBus one, MessageBus other, List<String> topics, Consumer<BusAudit> done) {
        try (BusAudit audit = BusAudit.begin()) {
            audit.watch(one);
            audit.watch(other);
            for (String topic : topics) {
                audit.follow(one, topic);
                audit.follow(other, topic);
                audit.feed(one, topic).every(Duration.ofMillis(1));
            }
            audit.awaitFlowing();
            done.accept(audit);
            audit.awaitRecovered();
            audit.awaitFlowing();
            Account account = audit.end();
            account.assertNothingWrong();
            return account;
        }
    }

    private static void dies(BusAudit audit, RedisServer server) {
        audit.inject(server::kill);
        audit.awaitDetected();
        audit.lift(() -> {});
    }

    /** The end of a user is the end of its connections, so that it shows whether any was still the old one's. */
    private static void rotates(BusAudit audit, Rotation rotation, List<RedisServer> servers) {
        assertThat(users(servers)).containsExactly(OLD);
        audit.inject(() -> rotation.next(NEW, "second"));
        Eventually.equal("users", Set.of(NEW), () -> users(servers));
        audit.lift(() -> servers.forEach(server -> server.ask("ACL", "DELUSER", OLD)));
    }

    private static void assertNobodyNoticed(Account account) {
        assertThat(account.detected()).isNull();
        assertThat(account.lostSignalled()).isZero();
        assertThat(account.accepted()).isEqualTo(account.published());
    }

    @ParameterizedTest
    @EnumSource
    void theAddressOfOneNodeOpensAllOfACluster(Flavor flavor) {
        try (RedisCluster cluster = RedisCluster.start(ManyServersCredentialsIT::guarded)) {
            RedisServer first = cluster.masters().get(0);
            assertRefused(inCluster(as(OLD, "hunter2", first.uri()), flavor), "127.0.0.1:" + first.port());
            RedisURI seed = as(OLD, "first", first.uri());
            through(inCluster(seed, flavor), inCluster(seed, flavor), cluster.keyOfEachMaster(), audit -> {
                assertThat(users(cluster.nodes())).containsExactly(OLD);
                dies(audit, first);
            });
        }
    }

    /** Nodes that are needed later are entered by the latest. */
    @ParameterizedTest
    @EnumSource
    void allLinksToAClusterTakeNewCredentialsWithoutAGap(Flavor flavor) {
        Rotation rotation = new Rotation(OLD, "first");
        try (RedisCluster cluster = RedisCluster.start(ManyServersCredentialsIT::guarded)) {
            RedisURI seed = by(rotation, cluster.uris().get(0));
            List<String> topics = cluster.keyOfEachMaster();
            MessageBus one = inCluster(seed, flavor);
            Account account = through(one, inCluster(seed, flavor), topics.subList(0, 2), audit -> {
                rotates(audit, rotation, cluster.nodes());
                Story later = new Story();
                Eventually.done("ready", later.listen(one, topics.get(2)).ready());
                Eventually.done("publish", one.publish(topics.get(2), "1"));
                later.await(1);
            });
            assertNobodyNoticed(account);
            assertThat(rotation.listeners()).isZero();
        }
    }

    @Test
    void theAddressOfSentinelsOpensEveryMasterThatTheyName() {
        try (RedisSentinels sentinels = RedisSentinels.start(ManyServersCredentialsIT::guarded)) {
            RedisServer first = sentinels.master();
            assertRefused(watched(as(OLD, "hunter2", sentinels.uri())), "127.0.0.1:" + first.port());
            RedisURI uri = as(OLD, "first", sentinels.uri());
            through(watched(uri), watched(uri), List.of("a"), audit -> {
                assertThat(users(List.of(first))).containsExactly(OLD);
                dies(audit, first);
                audit.awaitFlowing();
                assertThat(users(List.of(sentinels.master()))).containsExactly(OLD);
            });
        }
    }

    @Test
    void aLinkToAMasterTakesNewCredentialsWithoutAGap() {
        Rotation rotation = new Rotation(OLD, "first");
        try (RedisSentinels sentinels = RedisSentinels.start(ManyServersCredentialsIT::guarded)) {
            RedisURI uri = by(rotation, sentinels.uri());
            assertNobodyNoticed(through(
                    watched(uri), watched(uri), List.of("a"), audit -> rotates(audit, rotation, sentinels.servers())));
            assertThat(rotation.listeners()).isZero();
        }
    }
}
