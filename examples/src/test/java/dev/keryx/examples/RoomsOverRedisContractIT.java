package dev.keryx.examples;

import dev.keryx.adapter.redis.RedisMessageBus;
import dev.keryx.adapter.websocket.netty.NettyGateway;
import dev.keryx.bus.MessageBus;
import dev.keryx.gateway.GatewayOptions;
import dev.keryx.gateway.RealtimeGateway;
import dev.keryx.redisserver.RedisServer;
import dev.keryx.testkit.bus.BusHarness;
import dev.keryx.testkit.bus.BusWorld;
import dev.keryx.testkit.gateway.ClusterContract;
import dev.keryx.testkit.gateway.ClusterFaultsContract;
import dev.keryx.testkit.gateway.KeryxJsonHarness;
import dev.keryx.testkit.gateway.TextPipe;
import dev.keryx.testkit.gateway.WebSocketPipe;
import org.jspecify.annotations.Nullable;

/** Rooms span nodes over a real Redis and real sockets as they do over the kit's own broker, also when Redis is killed. */
class RoomsOverRedisContractIT implements ClusterContract, ClusterFaultsContract, KeryxJsonHarness {
    @Override
    public KeryxJsonHarness harness() {
        return this;
    }

    @Override
    public RealtimeGateway gateway(GatewayOptions options, @Nullable MessageBus bus) {
        NettyGateway.Builder builder = NettyGateway.builder().port(0).options(options);
        return (bus == null ? builder : builder.bus(bus)).build();
    }

    @Override
    public TextPipe open(RealtimeGateway gateway, TextPipe.Events events) {
        return WebSocketPipe.open(gateway, NettyGateway.DEFAULT_PATH, "keryx.v1.json", events);
    }

    @Override
    public BusHarness buses() {
        RedisServer redis = RedisServer.start();
        return BusWorld.of(options -> RedisMessageBus.builder()
                        .uri(redis.uri())
                        .options(options)
                        .build())
                .failing(() -> {
                    redis.kill();
                    return redis::restart;
                })
                .closing(redis::close);
    }
}
