package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import dev.keryx.bus.BusObserver;
import dev.keryx.bus.BusOptions;
import dev.keryx.bus.BusState;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.redisserver.SelfSigned;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users, passwords that change, and certificates. */
@Timeout(60)
class CredentialsIT {
    private static final SelfSigned IDENTITY = SelfSigned.create();

    private final RedisServer redis = RedisServer.builder()
            .tls(IDENTITY)
            .config("user", "app", "on", ">first", "allchannels", "+@all")
            .start();

    private final Refused refused = new Refused();

    /** Keeps why attempts to connect have failed. */
    private static final class Refused implements BusObserver {
        final List<KeryxException> failures = new CopyOnWriteArrayList<>();

        @Override
        public void connectFailed(KeryxException why) {
            failures.add(why);
        }

        long rejections() {
            return failures.stream()
                    .filter(why -> why.code() == ErrorCode.REJECTED)
                    .count();
        }
    }

    @AfterEach
    void close() {
        redis.close();
    }

    private RedisURI uri(String password) {
        return RedisURI.builder(RedisURI.create(redis.uri()))
                .withAuthentication("app", password)
                .build();
    }

    @Test
    void aWrongPasswordIsRefusedNamingTheAddressAndNoSecret() {
        try (MessageBus bus = RedisMessageBus.at(uri("hunter2"))) {
            KeryxException refusal = Eventually.failed("start", bus.startAsync());

            assertThat(refusal.code()).as("%s", refusal).isEqualTo(ErrorCode.REJECTED);
            assertThat(refusal)
                    .hasMessageContaining("127.0.0.1:" + redis.port())
                    .hasMessageContaining("WRONGPASS");
            assertThat(refusal.getMessage()).doesNotContain("hunter2");
        }
    }

    /** Where the user is disabled, Redis ends its connections; those that follow are refused until it is enabled. */
    @Test
    void aUserThatIsDisabledIsTriedAgainWithoutHasteAndComesBack() {
        try (MessageBus bus = RedisMessageBus.builder()
                .uri(uri("first"))
                .options(BusOptions.DEFAULT.observer(refused))
                .build()) {
            bus.start();
            Story story = Story.of(bus, "a");
            redis.ask("ACL", "SETUSER", "app", "off");
            redis.ask("CLIENT", "KILL", "USER", "app");
            // An attempt that was under way may be killed with the rest: nobody was refused then.
            Eventually.that("it is refused", () -> refused.rejections() >= 2, () -> refused.failures);

            redis.ask("ACL", "SETUSER", "app", "on");
            Eventually.equal("the state", BusState.RUNNING, bus::state);
            Eventually.done("publish", bus.publish("a", "1"));
            story.await(1);
        }
    }

    @Test
    void theNextConnectionUsesTheNewPassword() {
        RedisURI uri = RedisURI.create(redis.uri());
        String[] password = {"first"};
        uri.setCredentialsProvider(
                RedisCredentialsProvider.from(() -> RedisCredentials.just("app", password[0].toCharArray())));
        try (MessageBus bus = RedisMessageBus.at(uri)) {
            bus.start();
            redis.ask("ACL", "SETUSER", "app", ">second", "<first");
            password[0] = "second";

            redis.ask("CLIENT", "KILL", "USER", "app");

            Story story = Story.of(bus, "a");
            Eventually.that("it is heard", () -> isHeard(bus, story), bus::state);
        }
    }

    /** Publishes until one gets through. */
    private static boolean isHeard(MessageBus bus, Story story) {
        bus.publish("a", "1").exceptionally(notYet -> null).join();
        return !story.numbers().isEmpty();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        try (MessageBus bus = RedisMessageBus.at(redis.tlsUri())) {
            KeryxException refusal = Eventually.failed("start", bus.startAsync());
            assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(refusal).hasMessageContaining("certification path");
        }
    }

    @Test
    void aCertificateThatIsTrustedIsTaken() {
        try (MessageBus bus = trusting(IDENTITY.store())) {
            Story story = Story.of(bus, "a");
            bus.start();
            Eventually.done("publish", bus.publish("a", "1"));
            story.await(1);
        }
    }

    private MessageBus trusting(Path store) {
        SslOptions tls = SslOptions.builder()
                .jdkSslProvider()
                .truststore(store.toFile(), IDENTITY.password())
                .build();
        return RedisMessageBus.builder()
                .uri(redis.tlsUri())
                .tls(tls)
                .options(BusOptions.DEFAULT.observer(refused))
                .build();
    }

    /** The store is read for every connection, so that a bus that runs for years outlives the certificates. */
    @Test
    void aCertificateThatIsReplacedIsTakenAsSoonAsTheTrustStoreHasIt(@TempDir Path folder) throws IOException {
        Path store = Files.copy(IDENTITY.store(), folder.resolve("trusted.p12"));
        try (MessageBus bus = trusting(store)) {
            bus.start();
            Story story = Story.of(bus, "a");
            SelfSigned next = SelfSigned.create();
            redis.show(next);
            redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
            Eventually.that("it is refused", () -> !refused.failures.isEmpty(), bus::state);
            assertThat(refused.failures.get(0).code()).isEqualTo(ErrorCode.UNAVAILABLE);

            Files.copy(next.store(), store, StandardCopyOption.REPLACE_EXISTING);

            Eventually.equal("the state", BusState.RUNNING, bus::state);
            Eventually.done("publish", bus.publish("a", "1"));
            story.await(1);
        }
    }
}
