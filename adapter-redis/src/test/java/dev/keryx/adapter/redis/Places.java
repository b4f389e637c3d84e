package dev.keryx.adapter.redis;

import dev.keryx.redisserver.RedisCluster;
import dev.keryx.redisserver.RedisSentinels;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.redisserver.SelfSigned;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.List;
import java.util.function.UnaryOperator;

/** The shapes in which Redis comes. */
final class Places {
    private Places() {}

    /** One server, approached in some manner. */
    static Place alone(Flavor flavor, UnaryOperator<RedisMessageBus.Builder> manner) {
        return new Alone(Place.patient(RedisServer.builder()).start(), flavor, manner);
    }

    static Place cluster(Flavor flavor) {
        return new Clustered(RedisCluster.start(Place::patient), flavor);
    }

    static Place sentinels() {
        return new Watched(RedisSentinels.start(Place::patient));
    }

    /** One server that is spoken to by TLS, by a user who may do no more than a bus has to. */
    static Place guarded() {
        SelfSigned identity = SelfSigned.create();
        RedisServer server = Place.patient(RedisServer.builder())
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
        return new Guarded(server, identity);
    }

    private static RedisMessageBus.Builder flavored(RedisMessageBus.Builder builder, Flavor flavor) {
        return flavor == Flavor.SHARDED ? builder.sharded() : builder;
    }

    private record Alone(RedisServer server, Flavor flavor, UnaryOperator<RedisMessageBus.Builder> manner)
            implements Place {
        @Override
        public RedisMessageBus.Builder bus() {
            return busAt("127.0.0.1:" + server.port());
        }

        @Override
        public RedisMessageBus.Builder busAt(String address) {
            return flavored(manner.apply(RedisMessageBus.builder().uri("redis://" + address)), flavor);
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
        public void close() {
            server.close();
        }
    }

    private record Clustered(RedisCluster cluster, Flavor flavor) implements Place {
        @Override
        public RedisMessageBus.Builder bus() {
            return flavored(RedisMessageBus.builder().cluster(cluster.uris().toArray(new String[0])), flavor);
        }

        @Override
        public RedisMessageBus.Builder busAt(String address) {
            return flavored(RedisMessageBus.builder().cluster("redis://" + address), flavor);
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
        public void restore() {
            Place.super.restore();
            cluster.awaitOk();
        }

        @Override
        public AbstractRedisClient client() {
            return RedisClusterClient.create(uri());
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    private record Watched(RedisSentinels sentinels) implements Place {
        @Override
        public RedisMessageBus.Builder bus() {
            return RedisMessageBus.builder().uri(sentinels.uri());
        }

        @Override
        public RedisMessageBus.Builder busAt(String address) {
            return RedisMessageBus.builder().uri("redis-sentinel://" + address + "#" + RedisSentinels.MASTER);
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
        public void close() {
            sentinels.close();
        }
    }

    private record Guarded(RedisServer server, SelfSigned identity) implements Place {
        @Override
        public String user() {
            return "bus";
        }

        @Override
        public RedisMessageBus.Builder bus() {
            return busAt(server.tlsUri().substring("rediss://".length()));
        }

        @Override
        public RedisMessageBus.Builder busAt(String address) {
            return RedisMessageBus.builder()
                    .uri("rediss://bus:hunter2@" + address)
                    .tls(SslOptions.builder()
                            .jdkSslProvider()
                            .truststore(identity.store().toFile(), identity.password())
                            .build());
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
        public void close() {
            server.close();
        }
    }
}
