package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.Eventually;
import dev.keryx.testkit.bus.Account;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.ReauthenticateBehavior;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider of credentials has new ones while messages flow. */
@Timeout(60)
class RotationIT {
    private static final long CONNECTIONS = 4;

    private final FaultBench bench = new FaultBench(RedisServer.builder()
            .config("user", "old", "on", ">first", "allchannels", "+@all")
            .config("user", "new", "on", ">second", "allchannels", "+@all"));

    private final Rotation rotation = new Rotation("old", "first");

    @AfterEach
    void close() {
        bench.close();
    }

    private void traffic(ProtocolVersion protocol) {
        bench.traffic(bus(protocol), bus(protocol));
    }

    private MessageBus bus(ProtocolVersion protocol) {
        RedisURI uri = RedisURI.create(bench.redis.uri());
        uri.setCredentialsProvider(rotation);
        return bench.audit.watch(RedisMessageBus.builder()
                .uri(uri)
                .protocol(protocol)
                .options(FaultBench.OPTIONS)
                .build());
    }

    private MessageBus lent(ReauthenticateBehavior behavior) {
        RedisURI uri = RedisURI.create(bench.redis.uri());
        uri.setCredentialsProvider(rotation);
        return FaultBench.lent(
                bench.audit,
                uri,
                ClientOptions.builder().reauthenticateBehavior(behavior).build());
    }

    /** Two of each bus. */
    private void awaitAllAre(String user) {
        Eventually.equal("connections of " + user, CONNECTIONS, () -> connectionsOf(user));
    }

    private long connectionsOf(String user) {
        return bench.ask(commands -> commands.clientList())
                .lines()
                .filter(connection -> connection.contains(" user=" + user + " "))
                .count();
    }

    private long refusals() {
        return bench.ask(commands -> commands.aclLog()).stream()
                .mapToLong(alike -> (long) alike.get("count"))
                .sum();
    }

    /** Everything as before, and nobody waits for credentials any more. */
    private Account end() {
        bench.audit.awaitRecovered();
        Account account = bench.audit.end();
        account.assertNothingWrong();
        assertThat(rotation.listeners()).isZero();
        return account;
    }

    private void endsWithoutAnybodyNoticing() {
        Account account = end();
        assertThat(account.detected()).isNull();
        assertThat(account.lostSignalled()).isZero();
        assertThat(account.published()).isEqualTo(account.accepted());
    }

    /** The end of a user is the end of its connections, so that it shows whether any was still the old one's. */
    private void takesThemWithoutAGap() {
        awaitAllAre("old");

        bench.audit.inject(() -> rotation.next("new", "second"));
        awaitAllAre("new");
        bench.audit.lift(() -> bench.redis.ask("ACL", "DELUSER", "old"));

        endsWithoutAnybodyNoticing();
    }

    @Test
    void aLinkTakesThemWithoutAGapBeforeTheOldUserIsGone() {
        traffic(ProtocolVersion.RESP3);
        takesThemWithoutAGap();
    }

    @Test
    void aLinkOutlivesThoseThatRedisRefuses() {
        traffic(ProtocolVersion.RESP3);

        bench.audit.inject(() -> rotation.next("old", "wrong"));
        Eventually.equal("refusals", CONNECTIONS, this::refusals);
        bench.audit.lift(() -> {});
        bench.audit.awaitRecovered();
        bench.audit.lift(() -> rotation.next("new", "second"));
        awaitAllAre("new");

        endsWithoutAnybodyNoticing();
    }

    @ParameterizedTest
    @EnumSource
    void theNextLinkTakesThem(ProtocolVersion protocol) {
        traffic(protocol);
        bench.redis.ask("ACL", "SETUSER", "old", ">third", "<first");

        rotation.next("old", "third");
        bench.audit.awaitFlowing();
        bench.audit.inject(() -> bench.redis.ask("CLIENT", "KILL", "USER", "old"));
        bench.audit.awaitDetected();
        bench.audit.lift(() -> {});

        end();
    }

    /** A subscriber cannot introduce itself anew in RESP2, and its link stays what it was. */
    @Test
    void aLinkInResp2IsLeftAloneAndIsBackWithAGapWhenTheOldUserIsGone() {
        traffic(ProtocolVersion.RESP2);

        rotation.next("new", "second");
        bench.audit.awaitFlowing();
        isBackWhenTheOldUserIsGone();
    }

    private void isBackWhenTheOldUserIsGone() {
        assertThat(connectionsOf("old")).isEqualTo(CONNECTIONS);
        assertThat(rotation.listeners()).isZero();
        bench.audit.inject(() -> bench.redis.ask("ACL", "DELUSER", "old"));
        bench.audit.awaitDetected();
        bench.audit.lift(() -> awaitAllAre("new"));

        end();
    }

    /** Its owner has said so by its options; the bus adds nothing and takes nothing away. */
    @Test
    void aLentClientsLinkTakesThemWhereItsOptionsSaySo() {
        bench.traffic(lent(ReauthenticateBehavior.ON_NEW_CREDENTIALS), lent(ReauthenticateBehavior.ON_NEW_CREDENTIALS));
        takesThemWithoutAGap();
    }

    @Test
    void aLentClientsLinkIsLeftAloneByDefaultAndIsBackWithAGapWhenTheOldUserIsGone() {
        bench.traffic(lent(ReauthenticateBehavior.DEFAULT), lent(ReauthenticateBehavior.DEFAULT));

        rotation.next("new", "second");
        bench.audit.awaitFlowing();
        isBackWhenTheOldUserIsGone();
    }
}
