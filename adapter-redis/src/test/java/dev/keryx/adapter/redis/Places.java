package dev.keryx.adapter.redis;

import dev.keryx.Registration;
import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisSentinels;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.redisserver.SelfSigned;
import dev.keryx.testkit.bus.BusHarness;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.internal.HostAndPort;
import io.lettuce.core.protocol.ProtocolVersion;
import java.net.InetSocketAddress;
import java.util.List;

/** The shapes in which Redis comes. */
final class Places {
    /** So that nobody takes the place of a server that is busy for a moment. */
    private static final int LONG_MILLIS = 60_000;

    private Places() {}

    /** One server that is approached as most are. */
    static Place alone() {
        return alone(Flavor.CLASSIC, ProtocolVersion.RESP3);
    }

    /** One server, spoken to in some manner. */
    static Place alone(Flavor flavor, ProtocolVersion protocol) {
        RedisServer server = patient(RedisServer.builder()).start();
        return new Alone(
                server,
                server.uri().substring("redis://".length()),
                new Manner("redis://", protocol, SslOptions.create(), flavor),
                "default");
    }

    /** One server that is spoken to by TLS, by a user who may do no more than a bus has to. */
    static Place guarded() {
        SelfSigned identity = SelfSigned.create();
        RedisServer server = patient(RedisServer.builder())
                .tls(identity)
                .config(
                        "user",
                        "bus",
                        "on",
                        ">hunter2",
                        "resetkeys",
                        "allchannels",
                        "-@all",
                        "+@pubsub",
                        "+@connection")
                .start();
        SslOptions trusting = SslOptions.builder()
                .jdkSslProvider()
                .trustManager(identity.certificate().toFile())
                .build();
        return new Alone(
                server,
                server.tlsUri().substring("rediss://".length()),
                new Manner("rediss://bus:hunter2@", ProtocolVersion.RESP3, trusting, Flavor.CLASSIC),
                "bus");
    }

    static Place cluster(Flavor flavor) {
        return new Clustered(RedisCluster.start(Places::patient), flavor);
    }

    static Place sentinels() {
        return new Watched(RedisSentinels.start(Places::patient));
    }

    /** Patient with a subscriber who cannot read as fast as the tests publish: by default Redis cuts one who is 32 MB behind. */
    private static RedisServer.Builder patient(RedisServer.Builder server) {
        return server.config("proto-max-bulk-len", Integer.toString(Place.MAX_FRAME_BYTES))
                .config("client-output-buffer-limit", "pubsub", "512mb", "512mb", "60");
    }

    private static List<String> addresses(List<RedisServer> servers) {
        return servers.stream().map(server -> "127.0.0.1:" + server.port()).toList();
    }

    static RedisMessageBus.Builder speaking(Flavor flavor, RedisMessageBus.Builder bus) {
        return flavor == Flavor.SHARDED ? bus.sharded() : bus;
    }

    /**
     * How a server is approached, by its own client or by one that is lent.
     *
     * @param scheme what comes before its host in an address
     */
    private record Manner(String scheme, ProtocolVersion protocol, SslOptions tls, Flavor flavor) {
        RedisMessageBus.Builder busAt(String address) {
            return speaking(flavor, RedisMessageBus.builder())
                    .uri(scheme + address)
                    .protocol(protocol)
                    .tls(tls);
        }

        Loan loanAt(String address) {
            RedisClient client = RedisClient.create(scheme + address);
            client.setOptions(ClientOptions.builder()
                    .protocolVersion(protocol)
                    .sslOptions(tls)
                    .build());
            return Loan.of(client, flavor);
        }
    }

    private record Alone(RedisServer server, String address, Manner manner, String user) implements Place {
        @Override
        public RedisMessageBus.Builder busAt(List<String> addresses) {
            return manner.busAt(addresses.get(0));
        }

        @Override
        public Loan loan() {
            return manner.loanAt(address);
        }

        @Override
        public Flavor flavor() {
            return manner.flavor();
        }

        @Override
        public List<String> addresses() {
            return List.of(address);
        }

        @Override
        public List<RedisServer> servers() {
            return List.of(server);
        }

        @Override
        public RedisServer taking(String channel) {
            return server;
        }

        @Override
        public Registration busy() {
            return BusyScript.at(server);
        }

        @Override
        public BusHarness.Route route() {
            HostAndPort here = HostAndPort.parse(address);
            return new BusHarness.Route(
                    new InetSocketAddress(here.getHostText(), here.getPort()),
                    (door, options) -> bus(List.of(here.getHostText() + ":" + door.getPort()), options));
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private record Clustered(RedisCluster cluster, Flavor flavor) implements Place {
        @Override
        public RedisMessageBus.Builder busAt(List<String> addresses) {
            return speaking(flavor, RedisMessageBus.builder())
                    .cluster(addresses.stream()
                            .map(address -> "redis://" + address)
                            .toArray(String[]::new));
        }

        @Override
        public Loan loan() {
            return Loan.of(RedisClusterClient.create(cluster.uris().get(0)), flavor);
        }

        @Override
        public List<String> addresses() {
            return Places.addresses(cluster.nodes());
        }

        @Override
        public List<RedisServer> servers() {
            return cluster.nodes();
        }

        @Override
        public RedisServer taking(String channel) {
            return cluster.masterOf(channel);
        }

        @Override
        public Registration busy() {
            cluster.nodeTimeoutMillis(LONG_MILLIS);
            Registration scripts = BusyScript.at(flavor == Flavor.SHARDED ? cluster.masters() : cluster.nodes());
            return () -> {
                scripts.close();
                cluster.nodeTimeoutMillis(RedisCluster.NODE_TIMEOUT_MILLIS);
                cluster.awaitLinked();
            };
        }

        @Override
        public void restore() {
            Place.super.restore();
            cluster.awaitLinked();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    private record Watched(RedisSentinels sentinels) implements Place {
        @Override
        public RedisMessageBus.Builder busAt(List<String> addresses) {
            return RedisMessageBus.builder()
                    .uri("redis-sentinel://" + String.join(",", addresses) + "#" + RedisSentinels.MASTER);
        }

        @Override
        public Loan loan() {
            return Loan.of(RedisClient.create(sentinels.uri()), flavor());
        }

        @Override
        public List<String> addresses() {
            return Places.addresses(sentinels.sentinels());
        }

        @Override
        public List<RedisServer> servers() {
            return sentinels.servers();
        }

        @Override
        public RedisServer taking(String channel) {
            return sentinels.master();
        }

        @Override
        public Flavor flavor() {
            return Flavor.CLASSIC;
        }

        @Override
        public Registration busy() {
            sentinels.downAfterMillis(LONG_MILLIS);
            Registration script = BusyScript.at(sentinels.master());
            return () -> {
                script.close();
                sentinels.downAfterMillis(RedisSentinels.DOWN_AFTER_MILLIS);
            };
        }

        @Override
        public void close() {
            sentinels.close();
        }
    }
}
