package dev.keryx.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keryx.ErrorCode;
import dev.keryx.bus.MessageBus;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.redisserver.SelfSigned;
import dev.keryx.testkit.Eventually;
import io.lettuce.core.SslOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster that speaks TLS, among its nodes and with buses. */
@Tag("faults")
@Tag("shapes")
@Timeout(120)
class TlsClusterIT {
    private static final SelfSigned IDENTITY = SelfSigned.create();

    private final RedisCluster cluster = RedisCluster.start(
            node -> node.tls(IDENTITY).config("tls-cluster", "yes").config("tls-replication", "yes"));

    @AfterEach
    void close() {
        cluster.close();
    }

    private RedisMessageBus.Builder builder(Flavor flavor) {
        RedisMessageBus.Builder bus = RedisMessageBus.builder()
                .cluster(cluster.nodes().get(0).tlsUri())
                .options(FaultBench.OPTIONS);
        return flavor == Flavor.SHARDED ? bus.sharded() : bus;
    }

    private MessageBus bus(Flavor flavor) {
        MessageBus bus = builder(flavor)
                .tls(SslOptions.builder()
                        .jdkSslProvider()
                        .truststore(IDENTITY.store().toFile(), IDENTITY.password())
                        .build())
                .build();
        bus.start();
        return bus;
    }

    @ParameterizedTest
    @EnumSource
    void everyNodeIsSpokenToByTls(Flavor flavor) {
        try (MessageBus stranger = builder(flavor).build()) {
            assertThat(Eventually.failed("start", stranger.startAsync()).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        }
        RedisServer first = cluster.masterOf("a");
        try (MessageBus subscriber = bus(flavor);
                MessageBus publisher = bus(flavor)) {
            Story story = new Story();
            Eventually.done("ready", story.listen(subscriber, "a").ready());
            try (Traffic traffic = new Traffic(publisher, "a")) {
                traffic.awaitAtLater(story);
                first.kill();
                traffic.awaitAtLater(story);
                traffic.closeAndCheck(story);
            }
            if (flavor == Flavor.SHARDED) {
                assertThat(story.gaps()).isNotEmpty();
            }
        }
    }
}
